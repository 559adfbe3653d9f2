namespace Lathe.Runtime.Lowering;

/// <summary>What an operation writes: the value after a rectifier that its clamp takes in.</summary>
/// <param name="Value">The model's name of the value.</param>
/// <param name="Scale">What its codes mean; null when nothing says.</param>
/// <param name="Low">The smallest code.</param>
/// <param name="High">The largest code.</param>
/// <param name="Bits">8 or 16.</param>
internal sealed record Target(string Value, CodeScale? Scale, int Low, int High, int Bits);
