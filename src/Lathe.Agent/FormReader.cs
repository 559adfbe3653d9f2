using Lathe.Pipeline.Remote;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Lathe.Agent;

/// <summary>Writes the parts of a request straight into a job's folder.</summary>
internal static class FormReader
{
    private const int MostModels = 1_024, LongestName = 200, LargestSettings = 64 << 10;

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidInputException">It is no form with a model, or its form is broken.</exception>
    public static async Task ReadAsync(HttpRequest request, string folder, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and < 200 } boundary)
        {
            throw new InvalidInputException($"The request is no form. Send multipart/form-data with a part '{AgentParts.Model}' that holds an ONNX file.");
        }

        var names = new List<string>();
        var reader = new MultipartReader(boundary.ToString(), request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(cancellation) is { } section)
            {
                await PartAsync(section, folder, names, cancellation);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new InvalidInputException($"The form of the request is broken: {error.Message}", error);
        }

        JobFiles.WriteNames(folder, names.Count > 0 ? names : throw new InvalidInputException($"The request has no part '{AgentParts.Model}'. Send an ONNX file in one."));
    }

    private static async Task PartAsync(MultipartSection section, string folder, List<string> names, CancellationToken cancellation)
    {
        ContentDispositionHeaderValue? disposition = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? parsed) ? parsed : null;
        string part = HeaderUtilities.RemoveQuotes(disposition?.Name ?? "").ToString();
        string path = part switch
        {
            AgentParts.Settings => JobFiles.SettingsOf(folder),
            AgentParts.Sample => JobFiles.SampleOf(folder),
            AgentParts.Model when names.Count < MostModels => JobFiles.ModelOf(folder, names.Count),
            AgentParts.Model => throw new InvalidInputException($"The request has more than {MostModels} models."),
            _ => throw new InvalidInputException($"The request has a part '{Short(part)}'; known are {AgentParts.Model}, {AgentParts.Settings} and {AgentParts.Sample}."),
        };
        if (part == AgentParts.Model)
        {
            string name = HeaderUtilities.RemoveQuotes(disposition!.FileName).ToString();
            names.Add(Short(name.Length > 0 ? name : $"model {names.Count + 1}"));
        }
        else if (File.Exists(path))
        {
            throw new InvalidInputException($"The request has two parts '{part}'; one is allowed.");
        }

        await using FileStream file = File.Create(path);
        await section.Body.CopyToAsync(file, cancellation);
        if (part == AgentParts.Settings && file.Length > LargestSettings)
        {
            throw new InvalidInputException($"The settings of the request have {file.Length} bytes, more than the {LargestSettings} allowed.");
        }
    }

    private static string Short(string name) => new([.. name.Where(c => !char.IsControl(c)).Take(LongestName)]);
}
