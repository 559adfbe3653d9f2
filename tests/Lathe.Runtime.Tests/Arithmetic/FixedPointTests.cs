using FsCheck;
using FsCheck.Fluent;
using Lathe.Runtime.Arithmetic;

namespace Lathe.Runtime.Tests.Arithmetic;

public class FixedPointTests
{
    [Theory]
    [InlineData(5, 1, 3)]
    [InlineData(-5, 1, -3)]
    [InlineData(6, 2, 2)]
    [InlineData(-6, 2, -2)]
    [InlineData(5, 2, 1)]
    [InlineData(-5, 2, -1)]
    [InlineData(int.MinValue, 31, -1)]
    [InlineData(int.MaxValue, 0, int.MaxValue)]
    public void DivideByPowerOfTwo_Half_GoesAwayFromZero(int value, int exponent, int expected) =>
        FixedPoint.DivideByPowerOfTwo(value, exponent).ShouldBe(expected);

    [Fact]
    public void DoublingHighProduct_SmallestSquared_Saturates() =>
        FixedPoint.DoublingHighProduct(int.MinValue, int.MinValue).ShouldBe(int.MaxValue);

    [Fact]
    public void Requantize_TwoRoundings_DifferFromOneWhereTheFirstMakesAHalf()
    {
        // 1 x 0.75 rounds to 1, and 1 / 2 away from zero to 1; rounded once, 0.375 is 0.
        var factor = new FixedPointMultiplier(3 << 29, -1);

        FixedPoint.Requantize(1, factor).ShouldBe(1);
        FixedPoint.RequantizeOnce(1, factor).ShouldBe(0);
    }

    [Fact]
    public void RequantizeOnce_AnyValue_IsTheNearestInteger() => Prop.ForAll(Values(), v =>
    {
        FixedPointMultiplier factor = FixedPointMultiplier.From(v.Factor);
        return Math.Abs(FixedPoint.RequantizeOnce(v.Sum, factor) - (v.Sum * factor.ToDouble())) <= 0.5 + 1e-6;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Requantize_AnyValue_IsWithinOneOfTheProduct() => Prop.ForAll(Values(), v =>
    {
        FixedPointMultiplier factor = FixedPointMultiplier.From(v.Factor);
        return Math.Abs(FixedPoint.Requantize(v.Sum, factor) - (v.Sum * factor.ToDouble())) <= 1.0 + 1e-6;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void From_AnyFactor_IsExactTo31Bits() => Prop.ForAll(Values(), v =>
        Math.Abs(FixedPointMultiplier.From(v.Factor).ToDouble() - v.Factor) <= v.Factor * Math.ScaleB(1, -31)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(1.0, 1 << 30, 1)]
    [InlineData(0.5, 1 << 30, 0)]
    [InlineData(0.99999999999, 1 << 30, 1)]
    [InlineData(1e-12, 0, 0)]
    public void From_EdgeFactors_AreNormalized(double factor, int multiplier, int shift) =>
        FixedPointMultiplier.From(factor).ShouldBe(new FixedPointMultiplier(multiplier, shift));

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(1e10)]
    public void From_UnusableFactor_IsRefused(double factor) =>
        Should.Throw<InvalidInputException>(() => FixedPointMultiplier.From(factor)).Message.ShouldContain("fixed-point multiplier");

    [Fact]
    public void Exponential_WholeRange_IsWithinAFewUnits()
    {
        for (int i = 0; i < 1000; i++)
        {
            int value = -(int)(i * (double)int.MaxValue / 1000);
            double exact = Math.Exp(value * Math.ScaleB(1, -26));

            (FixedPointExponential.OfNegative(value) * Math.ScaleB(1, -31)).ShouldBe(exact, 2e-6);
        }
    }

    [Fact]
    public void Reciprocal_WholeRange_IsWithinAFewUnits()
    {
        for (int i = 0; i <= 1000; i++)
        {
            int value = (int)(i * (double)int.MaxValue / 1000);

            (FixedPointExponential.OneOverOnePlus(value) * Math.ScaleB(1, -31)).ShouldBe(1 / (1 + (value * Math.ScaleB(1, -31))), 1e-7);
        }
    }

    [Fact]
    public void Sigmoid_AllCodes_AreWithin16BitsOfTheFunction()
    {
        for (int code = short.MinValue; code <= short.MaxValue; code++)
        {
            double x = code / 4096.0;

            (SigmoidTable.Sigmoid((short)code) / 32768.0).ShouldBe(1 / (1 + Math.Exp(-x)), 5e-5);
            (SigmoidTable.Tanh((short)code, 0) / 32768.0).ShouldBe(Math.Tanh(x), 1e-4);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void Tanh_Shifted_IsThatOfTheScaledArgument(int shift)
    {
        for (int code = short.MinValue; code <= short.MaxValue; code += 97)
        {
            (SigmoidTable.Tanh((short)code, shift) / 32768.0).ShouldBe(Math.Tanh(code * Math.ScaleB(1, shift - 12)), 2e-4);
        }
    }

    private static Arbitrary<(int Sum, double Factor)> Values() => Arb.From(
        from sum in Gen.Choose(-(1 << 24), 1 << 24)
        from exponent in Gen.Choose(-20, 2)
        from fraction in Gen.Choose(1 << 20, (1 << 21) - 1)
        select (sum, Math.ScaleB(fraction, exponent - 21)));
}
