using Lathe.Tensors.Formats;

namespace Lathe.Tensors.Tests.Formats;

public class NumberFormatTests
{
    public static TheoryData<string> Names => [.. NumberFormats.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_EveryCodesNumber_IsThatCode(string name)
    {
        INumberFormat format = NumberFormats.Find(name);
        for (uint code = 0; code < 1u << format.Bits; code++)
        {
            float value = format.Decode(code);
            if (float.IsNaN(value))
            {
                Same(format.Decode(format.Encode(value)), value, "not a number");
            }
            else if (float.IsFinite(value))
            {
                Same(format.Decode(format.Encode(value)), value, "the code's own number");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_BetweenTwoNumbers_GoesToTheNearestAndTiesToTheEvenCode(string name)
    {
        INumberFormat format = NumberFormats.Find(name);
        (float Value, uint Code)[] all = Numbers(format);
        for (int i = 0; i + 1 < all.Length; i++)
        {
            double middle = ((double)all[i].Value + all[i + 1].Value) / 2;
            float tie = (float)middle;

            Same(format.Decode(format.Encode(MathF.BitDecrement(tie))), all[i].Value, "just below the tie");
            Same(format.Decode(format.Encode(MathF.BitIncrement(tie))), all[i + 1].Value, "just above the tie");
            if (tie != middle)
            {
                // Only codebooks have middles that binary32 does not hold.
                format.ShouldBeOfType<CodebookFormat>();
                continue;
            }

            Same(format.Decode(format.Encode(tie)), Tie(format, all[i], all[i + 1]), "the tie");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_BeyondTheLargest_SaturatesUnlessThereIsInfinity(string name)
    {
        INumberFormat format = NumberFormats.Find(name);
        float beyond = float.MaxValue, expected = format is MinifloatFormat { Bits: > 8 } ? float.PositiveInfinity : Numbers(format)[^1].Value;

        format.Decode(format.Encode(beyond)).ShouldBe(expected);
        format.Decode(format.Encode(float.PositiveInfinity)).ShouldBe(expected);
        format.Decode(format.Encode(-beyond)).ShouldBe(format is MinifloatFormat { Bits: > 8 } ? float.NegativeInfinity : Numbers(format)[0].Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_NotANumber_IsNaNWhereThereIsOne(string name)
    {
        INumberFormat format = NumberFormats.Find(name);
        bool has = Enumerable.Range(0, 1 << format.Bits).Any(c => float.IsNaN(format.Decode((uint)c)));

        float.IsNaN(format.Decode(format.Encode(float.NaN))).ShouldBe(has);
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnown() =>
        Should.Throw<InvalidInputException>(() => NumberFormats.Find("int9")).Message.ShouldContain("fp8-e4m3");

    // Shouldly only where it fails: there are half a million codes.
    private static void Same(float actual, float expected, string what)
    {
        if (!actual.Equals(expected))
        {
            actual.ShouldBe(expected, what);
        }
    }

    // The distinct finite numbers, ascending; of two zeros the positive one.
    private static (float Value, uint Code)[] Numbers(INumberFormat format) =>
    [
        .. Enumerable.Range(0, 1 << format.Bits).Select(c => (Value: format.Decode((uint)c), Code: (uint)c)).Where(n => float.IsFinite(n.Value))
            .GroupBy(n => n.Value).Select(g => g.OrderBy(n => n.Code).First()).OrderBy(n => n.Value),
    ];

    // Powers of two round a half up in magnitude; -1, 0, 1 and the sign have their own rules; others take the even code.
    private static float Tie(INumberFormat format, (float Value, uint Code) below, (float Value, uint Code) above) => format switch
    {
        PowerOfTwoFormat => Math.Abs(below.Value) > Math.Abs(above.Value) ? below.Value : above.Value,
        TernaryFormat => 0,
        BinaryFormat => above.Value,
        _ => below.Code % 2 == 0 ? below.Value : above.Value,
    };
}
