using System.ComponentModel.DataAnnotations;

namespace GeminiStudio.Gemini;

/// <summary>How Google's API is reached. Section <c>Gemini</c>.</summary>
public sealed class GeminiOptions
{
    /// <summary>Google's own address.</summary>
    public static readonly Uri GoogleBaseUrl = new("https://generativelanguage.googleapis.com/");

    /// <summary>The server that is called; null means Google, or the emulator when there is no key.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>API version in the path. Default v1beta.</summary>
    [Required, RegularExpression("v1(alpha|beta)?")]
    public string ApiVersion { get; set; } = "v1beta";

    /// <summary>Proxy for Google's host, http or socks5; null takes HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>Attempts per call, the first included. Default 3.</summary>
    [Range(1, 10)] public int MaxAttempts { get; set; } = 3;

    /// <summary>The longest wait that is slept through; a longer one is shown to the person instead. Default 60 s.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time until a connection stands. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time until the answer's headers. Default 60 s.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Time until the first chunk. Default 120 s.</summary>
    public TimeSpan FirstChunkTimeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Longest silence between bytes. Default 60 s.</summary>
    public TimeSpan GapTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest silence between bytes of a thinking model. Default 180 s.</summary>
    public TimeSpan ThinkingGapTimeout { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>Whole time of one attempt. Default 15 min.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Largest event of a stream in bytes. Default 32 MB, room for one image.</summary>
    [Range(1024, int.MaxValue)] public int MaxEventBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Largest stream in bytes. Default 200 MB.</summary>
    [Range(1024, long.MaxValue)] public long MaxStreamBytes { get; set; } = 200L * 1024 * 1024;
}
