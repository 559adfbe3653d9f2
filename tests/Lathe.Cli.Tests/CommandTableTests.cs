using System.CommandLine;

namespace Lathe.Cli.Tests;

public sealed class CommandTableTests
{
    [Fact]
    public void For_EveryName_BuildsThatCommandAlone()
    {
        IReadOnlyList<Command> all = CommandTable.For(null);

        all.Select(c => c.Name).Distinct().Count().ShouldBe(all.Count);
        all.Select(c => c.Name).ShouldContain("prune");
        foreach (string name in all.Select(c => c.Name).Where(n => CommandTable.For(n).Count == 1))
        {
            CommandTable.For(name)[0].Name.ShouldBe(name);
        }

        CommandTable.For("devices").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("prune")]
    [InlineData("devicse")]
    public void For_NoNameOfTheTable_BuildsAll(string first) => CommandTable.For(first).Count.ShouldBe(CommandTable.For(null).Count);
}
