namespace GeminiStudio.Web.Kit.Markdown;

/// <summary>A message nests deeper than it is rendered.</summary>
internal sealed class NestingException() : Exception("The message nests too deeply.");
