namespace Lathe.Compression.Distillation;

/// <summary>A value of the student and the one of the teacher it is compared with.</summary>
/// <param name="Student">The student's value.</param>
/// <param name="Teacher">The teacher's value.</param>
internal sealed record FeaturePair(string Student, string Teacher);
