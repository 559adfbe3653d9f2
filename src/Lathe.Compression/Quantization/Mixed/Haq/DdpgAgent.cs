using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.Threading;

namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>
/// Deep deterministic policy gradient (Lillicrap et al. 2016) with one action in [0, 1]: the critic learns the value of an action, the actor climbs it;
/// slow copies of both give the targets.
/// </summary>
internal sealed class DdpgAgent : IDisposable
{
    private const int Hidden = 48, Batch = 32, Memory = 4096;
    private const float ActorRate = 1e-3f, CriticRate = 2e-3f, Following = 0.02f;

    // Networks this small are faster on one thread, and the same on every machine.
    private static readonly KernelBackend s_serial = ManagedBackend.Create(SerialTeam.Instance);

    private readonly SmallNetwork _actor;
    private readonly SmallNetwork _critic;
    private readonly SmallNetwork _slowActor;
    private readonly SmallNetwork _slowCritic;
    private readonly List<Experience> _memory = [];
    private readonly int _state;
    private readonly RandomKey _key;
    private int _learned;
    private int _oldest;

    public DdpgAgent(int state, RandomKey key)
    {
        (_state, _key) = (state, key);
        (_actor, _slowActor) = (new SmallNetwork(state, Hidden, key.Fold("actor")), new SmallNetwork(state, Hidden, key.Fold("actor")));
        (_critic, _slowCritic) = (new SmallNetwork(state + 1, Hidden, key.Fold("critic")), new SmallNetwork(state + 1, Hidden, key.Fold("critic")));
    }

    /// <summary>What the actor does in a state.</summary>
    public float Act(float[] state)
    {
        using IDisposable serial = ComputeBackend.Use(s_serial);
        using TensorScope scope = TensorScope.Begin();
        return Actions(_actor, Tensor.From<float>(state, new Shape(1, _state))).Item();
    }

    /// <summary>Keeps an experience, in the place of the oldest when the memory is full.</summary>
    public void Remember(Experience experience)
    {
        if (_memory.Count < Memory)
        {
            _memory.Add(experience);
        }
        else
        {
            _memory[_oldest++ % Memory] = experience;
        }
    }

    /// <summary>One step of critic and actor on remembered experiences.</summary>
    public void Learn()
    {
        if (_memory.Count < Batch)
        {
            return;
        }

        using IDisposable serial = ComputeBackend.Use(s_serial);
        using TensorScope scope = TensorScope.Begin();
        RandomKey key = _key.Fold("batch").Fold((ulong)_learned++);
        Experience[] batch = [.. Enumerable.Range(0, Batch).Select(i => _memory[key.Below((ulong)i, _memory.Count)])];
        Tensor states = Rows([.. batch.Select(e => e.State)]), actions = Tensor.From<float>([.. batch.Select(e => e.Action)], new Shape(Batch, 1));
        LearnValues(states, actions, Targets(batch));
        LearnActions(states);
        _slowActor.Follow(_actor, Following);
        _slowCritic.Follow(_critic, Following);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _actor.Dispose();
        _critic.Dispose();
        _slowActor.Dispose();
        _slowCritic.Dispose();
    }

    // Rewards come at the end and undiscounted, so that early layers count as much as late ones.
    private Tensor Targets(Experience[] batch)
    {
        Tensor next = Rows([.. batch.Select(e => e.Next ?? e.State)]);
        float[] values = Values(_slowCritic, next, Actions(_slowActor, next)).ToArray<float>();
        return Tensor.From<float>([.. batch.Select((e, i) => e.Reward + (e.Next is null ? 0 : values[i]))], new Shape(Batch, 1));
    }

    private void LearnValues(Tensor states, Tensor actions, Tensor targets)
    {
        using (GradientTape tape = GradientTape.Begin())
        {
            Tensor missed = Functions.Subtract(Values(_critic, states, actions), targets);
            tape.Backward(Functions.Mean(Functions.Multiply(missed, missed), []));
        }

        _critic.Step(CriticRate);
    }

    private void LearnActions(Tensor states)
    {
        using (GradientTape tape = GradientTape.Begin())
        {
            tape.Backward(Functions.Affine(Functions.Mean(Values(_critic, states, Actions(_actor, states)), []), -1, 0));
        }

        _critic.Forget();
        _actor.Step(ActorRate);
    }

    private static Tensor Actions(SmallNetwork actor, Tensor states) => Functions.Unary(UnaryOp.Sigmoid, actor.Run(states));

    private static Tensor Values(SmallNetwork critic, Tensor states, Tensor actions) => critic.Run(Functions.Concat([states, actions], 1));

    private Tensor Rows(float[][] rows) => Tensor.From<float>([.. rows.SelectMany(r => r)], new Shape(rows.Length, _state));
}
