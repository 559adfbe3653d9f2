using System.Globalization;

namespace Lathe.Pipeline.Reproductions;

/// <summary>Numbers as tables of reproductions write them.</summary>
internal static class Show
{
    public static string Percent(double share, int digits = 2) => (share * 100).ToString("F" + digits, CultureInfo.InvariantCulture) + " %";

    public static string Points(double share) => (share * 100).ToString("0.00", CultureInfo.InvariantCulture) + " points";

    public static string Times(double factor, string format = "0.00") => factor.ToString(format, CultureInfo.InvariantCulture) + "x";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Kilobytes(long bytes) => (bytes / 1024.0).ToString("0.0", CultureInfo.InvariantCulture) + " KB";
}
