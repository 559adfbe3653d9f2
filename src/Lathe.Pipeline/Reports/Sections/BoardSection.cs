using Lathe.Pipeline.Boards;
using Lathe.Pipeline.Reports.Writing;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>What the C sources of a run answer, and what they take on the emulated board.</summary>
internal static class BoardSection
{
    public static Html Of(RunRecord run) => run.Recommended.Board is not { } board ? Html.Empty : Html.Of($"""
        <section aria-labelledby="board"><h2 id="board">C code on {board.Board}</h2>
        <p>{board.Describe()}</p>
        {HtmlTable.Of("The program", ["what", "figure", "how it was had"], Figures(board))}
        {HtmlTable.Of("Instructions of each layer", ["layer", "MACs", "instructions", "per MAC"], board.Layers.Select(l => new[] { l.Name, $"{l.Macs:N0}", $"{l.Instructions:N0}", l.Macs > 0 ? $"{l.Instructions / (double)l.Macs:0.0}" : "" }))}
        <p class="source">Instructions are simulated: QEMU counts each as one, without waiting for flash or memory.</p>
        </section>

        """);

    private static IEnumerable<string[]> Figures(BoardMeasurement board) =>
    [
        ["accuracy of the C code", $"{100 * board.Accuracy:0.00} %", $"measured: {board.Answered:N0} test inputs"],
        ["accuracy of the integer reference", $"{100 * board.ReferenceAccuracy:0.00} %", $"measured: {board.Compared:N0} test inputs"],
        ["outputs equal bit for bit", $"{board.Compared - board.Different.Count:N0} of {board.Compared:N0}", $"measured: {board.Emulated:N0} of them under QEMU"],
        ["flash", $"{board.FlashBytes:N0} B", $"measured: {board.Basis}"],
        [$"flash of network{(board.FrontEndInstructions is null ? "" : ", front end")} and kernels", $"{board.NetworkFlashBytes:N0} B", "measured: object files"],
        ["RAM", $"{board.RamBytes:N0} B", $"measured: {board.Basis}"],
        ["arena", $"{board.ArenaBytes:N0} B", "counted: a constant of the sources"],
        ["stack", $"{board.StackBytes:N0} B", "measured: memory is filled with a pattern first"],
        ["instructions", $"{board.Instructions:N0}", "simulated: QEMU"],
        .. board.FrontEndInstructions is { } heard ? new[] { new[] { "instructions of the front end, a recording", $"{heard:N0}", "simulated: QEMU; frames come while a recording is made" } } : [],
        ["time of an inference", $"{board.Milliseconds.Value:0.0} ms", $"analytic: {board.TimeBasis}"],
    ];
}
