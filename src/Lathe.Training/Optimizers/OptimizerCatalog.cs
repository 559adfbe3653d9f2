namespace Lathe.Training.Optimizers;

/// <summary>The optimizers by name.</summary>
public static class OptimizerCatalog
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sgd", "nesterov", "adam", "adamw", "rmsprop", "lamb"];

    /// <summary>Creates an optimizer.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="weightDecay">Decay of matrices and filters.</param>
    /// <param name="momentum">Momentum of sgd and nesterov.</param>
    /// <param name="groups">Parameters with a decay or rate of their own.</param>
    /// <exception cref="InvalidInputException">No optimizer has this name.</exception>
    public static Optimizer Create(string name, float weightDecay = 0, float momentum = 0.9f, IReadOnlyList<ParameterGroup>? groups = null)
    {
        groups ??= [];
        return name switch
        {
            "sgd" => new Sgd { WeightDecay = weightDecay, Momentum = momentum, Groups = groups },
            "nesterov" => new Sgd { WeightDecay = weightDecay, Momentum = momentum, Nesterov = true, Groups = groups },
            "adam" => new Adam { WeightDecay = weightDecay, Groups = groups },
            "adamw" => new AdamW { WeightDecay = weightDecay, Groups = groups },
            "rmsprop" => new RmsProp { WeightDecay = weightDecay, Groups = groups },
            "lamb" => new Lamb { WeightDecay = weightDecay, Groups = groups },
            _ => throw new InvalidInputException($"There is no optimizer '{name}'. Known are {string.Join(", ", Names)}."),
        };
    }
}
