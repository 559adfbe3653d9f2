using Lathe.Hardware.Readings;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Reports.Writing;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>A network on a device: roofline, cost by layer, where its energy goes, and what would make it cheaper.</summary>
internal static class CostSection
{
    public static Html Of(DeviceCostReport? report)
    {
        if (report is null)
        {
            return Html.Empty;
        }

        CostReading cost = report.Cost;
        return Html.Of($"""
            <section aria-labelledby="cost"><h2 id="cost">{cost.Model} on {cost.Device}, layer by layer</h2>
            <p>{$"{cost.Seconds.Value * 1e3:0.####}"} ms ({$"{cost.Seconds.Low * 1e3:0.####}"} to {$"{cost.Seconds.High * 1e3:0.####}"}), {$"{cost.Joules.Value * 1e3:0.#####}"} mJ, {cost.PeakRamBytes:N0} B of activations, {cost.FlashBytes:N0} B of constants. {cost.Provenance}: {cost.Basis}.</p>
            {Html.Join(cost.Problems.Select(p => Html.Of($"<p class=\"note\">{p}</p>")))}
            {Advice(report)}
            {Figure.Of("chart-roofline", $"Roofline of {cost.Device}", $"Roofs and operations a byte are analytic, times {cost.Provenance.ToString().ToLowerInvariant()}. Under the slope memory is the limit, under the flat roof arithmetic; faint lines are what software reaches of them. A layer far below both waits for the start of its kernel or fills its tiles badly. The ridge is at {report.Roofline.Ridge:0.#} operations a byte. Layers without products are in the table only.", Marks(report))}
            <div class="pair">
            {Figure.Of("chart-cost-time", "Time per layer", cost.Provenance == Provenance.Analytic ? "Analytic: roofline with whole tiles and kernel starts." : "By the model fitted on the device; layers that run inside another have no time of their own.", Layers(cost))}
            {Figure.Of("chart-cost-energy", "Energy per layer", $"Analytic: arithmetic, memory on the chip (SRAM) and beyond it (DRAM; flash of a microcontroller). Of all energy {Share(cost.Energy.Compute, cost)} is arithmetic, {Share(cost.Energy.OnChip, cost)} on-chip and {Share(cost.Energy.OffChip, cost)} off-chip memory.", Energies(cost))}
            </div></section>

            """);
    }

    private static Html Advice(DeviceCostReport report) => report.Advice.Count == 0
        ? Html.Of($"<p>No change of a single layer that was tried (8-bit weights, 8-bit integers, whole tiles, 2:4 zeros) saves half a percent of its time.</p>")
        : Html.Of($"<h3>What would make it faster</h3><ul>{Html.Join(report.Advice.Select(a => Html.Of($"<li>{a.Text}</li>")))}</ul><p class=\"source\">Each by costing the changed layer anew, alone; savings do not simply add up, and what a change costs in accuracy is not part of it.</p>");

    private static Html Marks(DeviceCostReport report) => HtmlTable.Of("Layers under the roofs", ["layer", "operators", "operations a byte", "GOP/s", "us", "share", "waits for"], report.Roofline.Marks.Select(m => new[]
    {
        m.Name, m.Operators, $"{m.Intensity:0.##}", $"{m.OperationsPerSecond / 1e9:0.###}", $"{m.Microseconds:0.##}", $"{m.Share:P1}", m.Bound.ToString().ToLowerInvariant(),
    }));

    private static Html Layers(CostReading cost) => HtmlTable.Of("Cost per layer", ["layer", "us", "MACs", "in whole tiles", "bytes", "use of the peak", "activations alive", "constants"], cost.Layers.Select(l => new[]
    {
        l.Name, $"{l.Seconds.Value * 1e6:0.##}", $"{l.Macs:N0}", $"{l.PaddedMacs:N0}", $"{l.Bytes:N0}", $"{l.Utilisation:P1}", $"{l.RamBytes:N0}", $"{l.FlashBytes:N0}",
    }));

    private static Html Energies(CostReading cost) => HtmlTable.Of("Energy per layer, uJ", ["layer", "all", "arithmetic", "on-chip", "off-chip"], cost.Layers.Select(l => new[]
    {
        l.Name, $"{l.Energy.Total * 1e6:0.####}", $"{l.Energy.Compute * 1e6:0.####}", $"{l.Energy.OnChip * 1e6:0.####}", $"{l.Energy.OffChip * 1e6:0.####}",
    }));

    private static string Share(double part, CostReading cost) => cost.Energy.Total > 0 ? $"{part / cost.Energy.Total:P0}" : "-";
}
