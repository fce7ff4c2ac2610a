using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using GeminiStudio.E2E.Pages;
using GeminiStudio.E2E.Rig;
using Xunit;

namespace GeminiStudio.E2E.Doors;

/// <summary>Frames that no browser of ours sends: the connection is closed, and nobody else notices.</summary>
public sealed class HubFrameTests(BrowserFixture browser) : Story(browser)
{
    private static readonly byte[] Handshake = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray();

    [Fact]
    public async Task Whatever_a_hostile_client_sends_another_person_s_page_goes_on()
    {
        var playground = await VisitAsync();
        var random = new Random(20261125);

        await AssertClosesAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray());
        await AssertClosesAsync("{\"protocol\":\"messagepack\",\"version\":1}\u001e"u8.ToArray());
        await AssertClosesAsync("{\"protocol\":\"blazorpack\",\"version\":99}\u001e"u8.ToArray());
        await AssertClosesAsync("not json\u001e"u8.ToArray());
        await AssertClosesAsync(RandomNumberGenerator.GetBytes(20_000));
        await AssertClosesAsync(Handshake, new byte[1024 * 1024]);
        await AssertClosesAsync(Handshake, [0xFF, 0xFF, 0xFF, 0xFF, 0x07, .. new byte[40_000]]);
        for (var i = 0; i < 20; i++)
        {
            var noise = new byte[random.Next(1, 4096)];
            random.NextBytes(noise);
            await SendAndLeaveAsync(Handshake, Framed([0x95, .. noise]));
        }

        // [1, {}, null, "NoSuchMethod", []] and methods of the hub with arguments that are none
        await SendAndLeaveAsync(Handshake, Call("NoSuchMethod"));
        await SendAndLeaveAsync(Handshake, Call("StartCircuit", "x", "y"));
        await SendAndLeaveAsync(Handshake, Call("ConnectCircuit", "forged"));
        await SendAndLeaveAsync(Handshake, Call("ResumeCircuit", "forged", "http://127.0.0.1/", "http://127.0.0.1/", "[]", "{}"));
        await SendAndLeaveAsync(Handshake, Call("BeginInvokeDotNetFromJS", "1", "System", "Exit", "0", "[]"));
        await SendAndLeaveAsync([Handshake, .. Enumerable.Repeat(Framed([0x91, 0x06]), 20_000)]);

        await playground.AskToEndAsync("Still there?");
        await VisitAsync();
    }

    /// <summary>Sends the messages on a connection of its own and waits until the server has closed it.</summary>
    private Task AssertClosesAsync(params byte[][] messages) => ExchangeAsync(messages, leaves: false);

    /// <summary>For messages that the server may also ignore: the client goes by itself after them.</summary>
    private Task SendAndLeaveAsync(params byte[][] messages) => ExchangeAsync(messages, leaves: true);

    private async Task ExchangeAsync(byte[][] messages, bool leaves)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", Studio.Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(Studio.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, Cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            foreach (var message in messages)
            {
                await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, patience.Token);
            }

            if (leaves)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }

            var buffer = new byte[8192];
            while ((await socket.ReceiveAsync(buffer, patience.Token)).MessageType != WebSocketMessageType.Close)
            {
                // What the server says before it closes is its own business.
            }
        }
        catch (WebSocketException)
        {
            return; // closed without the courtesy of a close frame
        }
    }

    /// <summary>A SignalR invocation in MessagePack, all arguments strings.</summary>
    private static byte[] Call(string method, params string[] arguments) =>
        Framed([0x95, 0x01, 0x80, 0xC0, .. Text(method), (byte)(0x90 + arguments.Length), .. arguments.SelectMany(Text)]);

    private static byte[] Text(string text) => [0xD9, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    // A length in groups of seven bits, then the message.
    private static byte[] Framed(byte[] message)
    {
        var length = new List<byte>();
        for (var rest = message.Length; rest > 0 || length.Count == 0; rest >>= 7)
        {
            length.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
        }

        return [.. length, .. message];
    }
}
