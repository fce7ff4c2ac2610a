using GeminiStudio.Web.Shell;

namespace GeminiStudio.Web.Tests.Shell;

public sealed class PaletteTests
{
    [Fact]
    public void The_menu_offers_what_the_open_page_can_do_and_nothing_of_one_that_was_left()
    {
        var offers = new PaletteOffers();
        Assert.Empty(offers.OfPage);
        var (first, second) = (offers.Offer(() => [Entry("first")]), offers.Offer(() => [Entry("second")]));

        first.Dispose(); // the page before ends after the next one has begun
        Assert.Equal(["second"], offers.OfPage.Select(e => e.Title));
        second.Dispose();

        Assert.Empty(offers.OfPage);
    }

    private static PaletteEntry Entry(string title) => new("This chat", title, "chat", () => Task.CompletedTask);
}
