namespace Lathe.Compression.Factorization.TensorTrain;

/// <summary>Writes a number as a product of so many close to each other.</summary>
internal static class BalancedFactors
{
    /// <summary>The factors, ascending; ones where a number has too few primes.</summary>
    public static int[] Of(int number, int count)
    {
        int[] factors = new int[count];
        Array.Fill(factors, 1);
        foreach (int prime in Primes(number).OrderDescending())
        {
            factors[Array.IndexOf(factors, factors.Min())] *= prime;
        }

        return [.. factors.Order()];
    }

    private static IEnumerable<int> Primes(int number)
    {
        for (int prime = 2; prime * prime <= number; prime++)
        {
            for (; number % prime == 0; number /= prime)
            {
                yield return prime;
            }
        }

        if (number > 1)
        {
            yield return number;
        }
    }
}
