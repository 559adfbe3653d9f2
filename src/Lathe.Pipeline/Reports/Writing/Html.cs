namespace Lathe.Pipeline.Reports.Writing;

/// <summary>A piece of HTML. It is only made from literals and escaped values, so text of a model or recipe can never become markup.</summary>
internal readonly record struct Html(string Text)
{
    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Literals stay as they are; every value put in is escaped unless it is HTML itself.</summary>
    public static Html Of(HtmlHandler content) => new(content.ToText());

    /// <summary>Pieces one after another.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p.Text)));

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
