namespace GeminiStudio.Emulator.Files;

/// <summary>A path of the Files API.</summary>
/// <param name="Verb"><c>upload</c>, <c>create</c>, <c>list</c>, <c>get</c> or <c>delete</c>.</param>
/// <param name="Name"><c>files/abc</c>; null where no file is named.</param>
internal sealed record FilesRoute(string Verb, string Version, string? Name)
{
    public static FilesRoute? Read(string method, PathString path) => (method, (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
    {
        ("POST" or "PUT", ["upload", ("v1" or "v1beta" or "v1alpha") and var version, "files"]) => new("upload", version, null),
        ("POST", [("v1" or "v1beta" or "v1alpha") and var version, "files"]) => new("create", version, null),
        ("GET", [("v1" or "v1beta" or "v1alpha") and var version, "files"]) => new("list", version, null),
        ("GET", [("v1" or "v1beta" or "v1alpha") and var version, "files", var id]) => new("get", version, "files/" + id),
        ("DELETE", [("v1" or "v1beta" or "v1alpha") and var version, "files", var id]) => new("delete", version, "files/" + id),
        _ => null,
    };
}
