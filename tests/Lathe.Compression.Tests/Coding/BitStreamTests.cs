using FsCheck;
using FsCheck.Fluent;
using Lathe.Compression.Coding;

namespace Lathe.Compression.Tests.Coding;

public class BitStreamTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        Prop.ForAll<uint[]>(numbers =>
        {
            var writer = new BitWriter();
            for (int i = 0; i < numbers.Length; i++)
            {
                writer.Write(numbers[i] & Mask(i % 33), i % 33);
                writer.WriteGamma(Math.Max(1, numbers[i]));
            }

            var reader = new BitReader(writer.ToBytes());
            for (int i = 0; i < numbers.Length; i++)
            {
                reader.Read(i % 33).ShouldBe(numbers[i] & Mask(i % 33));
                reader.ReadGamma().ShouldBe(Math.Max(1, numbers[i]));
            }

            reader.BitsLeft.ShouldBeLessThan(8);
        }).Check(Config.QuickThrowOnFailure.WithReplay(1, 3));
    }

    [Fact]
    public void Read_PastTheEnd_IsRefused()
    {
        var writer = new BitWriter();
        writer.Write(5, 3);
        byte[] bytes = writer.ToBytes();

        Should.Throw<InvalidInputException>(() =>
        {
            var reader = new BitReader(bytes);
            reader.Read(8);
            reader.Read(1);
        }).Message.ShouldContain("too early");
    }

    private static uint Mask(int bits) => bits == 32 ? uint.MaxValue : (1u << bits) - 1;
}
