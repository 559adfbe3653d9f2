using System.CommandLine;

namespace Lathe.Cli;

/// <summary>The options of every command that makes a run.</summary>
internal sealed class RunCommandOptions
{
    private readonly Option<string?> _folder = new("--out") { Description = "The run's folder; runs/<time>-<name> when absent." };
    private readonly Option<bool> _quick = new("--quick") { Description = "One epoch a step on little data: to see the whole path work." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the run in --out." };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document on standard output." };

    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_quick);
        command.Add(_resume);
        command.Add(_json);
    }

    public RunOptions Read(ParseResult parsed) => new(parsed.GetValue(_folder), parsed.GetValue(_quick), parsed.GetValue(_resume), parsed.GetValue(_json));
}
