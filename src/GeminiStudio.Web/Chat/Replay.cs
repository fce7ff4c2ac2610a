namespace GeminiStudio.Web.Chat;

/// <summary>How an answer's request is sent again.</summary>
internal enum Replay
{
    /// <summary>Byte for byte.</summary>
    Exactly,

    /// <summary>The same turns with the settings that stand beside the chat now.</summary>
    WithCurrentSettings,

    /// <summary>Nothing is sent: the settings of this answer become those of the chat.</summary>
    UseSettings,
}
