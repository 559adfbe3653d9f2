namespace Lathe.Hardware.Mapping;

/// <summary>Dataflows with a name: what is spread over the array and what stays in the elements is settled, the blocks are not.</summary>
public enum FixedDataflow
{
    /// <summary>OS: a sum in each element; outputs down the rows, output channels along the columns.</summary>
    OutputStationary,

    /// <summary>WS: a weight in each element; terms of the sum down the rows, output channels along the columns.</summary>
    WeightStationary,

    /// <summary>IS: an input in each element; terms of the sum down the rows, outputs along the columns.</summary>
    InputStationary,

    /// <summary>RS: a row of the window in each element; window rows and channels down the rows, output rows along the columns.</summary>
    RowStationary,
}
