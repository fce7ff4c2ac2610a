using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace GeminiStudio.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ThoughtTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "ThoughtsMs",
                table: "Turns",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ThoughtsMs",
                table: "Turns");
        }
    }
}
