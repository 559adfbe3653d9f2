using System.Text.Json;
using Lathe.Hardware.Energy;

namespace Lathe.Pipeline.Runs;

/// <summary>Meters the parts of a run and keeps the sums in its folder, so that a resumed run counts what it took before. A killed part is not counted.</summary>
internal sealed class EnergyLedger(RunFolder folder, IEnergyMeter meter)
{
    private const string FileName = "energy.json";
    private readonly List<EnergyPhase> _phases = Load(folder.File(FileName));

    /// <summary>The parts so far.</summary>
    public IReadOnlyList<EnergyPhase> Phases => _phases;

    /// <summary>Does a part; its energy counts even when it is cancelled.</summary>
    public T Meter<T>(string name, Func<T> work)
    {
        IEnergySpan span = meter.Start();
        try
        {
            return work();
        }
        finally
        {
            Add(name, span.Read());
            folder.Write(FileName, _phases);
        }
    }

    private void Add(string name, EnergyReading reading)
    {
        int known = _phases.FindIndex(p => p.Name == name);
        var phase = new EnergyPhase(name, reading.Joules, reading.Seconds, reading.Provenance, reading.Basis);
        if (known < 0)
        {
            _phases.Add(phase);
            return;
        }

        // Of two ways of knowing the weaker one counts: an estimate in the sum makes it one.
        EnergyPhase before = _phases[known], weaker = before.Provenance > phase.Provenance ? before : phase;
        _phases[known] = weaker with { Joules = before.Joules + phase.Joules, Seconds = before.Seconds + phase.Seconds };
    }

    private static List<EnergyPhase> Load(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<List<EnergyPhase>>(File.ReadAllText(path)) ?? [] : [];
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"'{path}' is damaged: {error.Message} Delete it to count the run's energy anew.", error);
        }
    }
}
