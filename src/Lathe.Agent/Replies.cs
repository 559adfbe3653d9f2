using Lathe.Pipeline.Remote;
using Microsoft.AspNetCore.Http;

namespace Lathe.Agent;

/// <summary>Short answers.</summary>
internal static class Replies
{
    /// <summary>Answers with a sentence.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string sentence) => TextAsync(context, status, new AgentMessage { Error = sentence }.ToLine());

    /// <summary>Answers with a document.</summary>
    public static Task JsonAsync<T>(HttpContext context, int status, T document) => TextAsync(context, status, System.Text.Json.JsonSerializer.Serialize(document));

    private static async Task TextAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(json + "\n", context.RequestAborted);
    }
}
