using Lathe.Micro.Boards;
using Lathe.Micro.Emulation;
using Lathe.Micro.FrontEnds;
using Lathe.Micro.Kernels;
using Lathe.Runtime.FrontEnds;

namespace Lathe.Micro.Checking;

/// <summary>A program that runs a front end on the clips of a file and puts their codes into another.</summary>
public static class FrontEndProgram
{
    private const string Network = "sound", InputFile = "inputs.bin", OutputFile = "outputs.bin", FileName = "hear.c";

    /// <summary>Writes the front end, its kernels, the program and the interface to the machine.</summary>
    public static CSources Write(CepstralFrontEnd frontEnd)
    {
        CSources sources = CWriter.WriteFrontEnd(frontEnd, Network);
        return sources with { Files = [.. sources.Files, SupportFiles.Interface, new CFile(FileName, Main(frontEnd))] };
    }

    /// <summary>Writes the clips that the program reads, each filled up with silence.</summary>
    public static void WriteInputs(CepstralFrontEnd frontEnd, IEnumerable<short[]> clips, string folder)
    {
        using FileStream file = File.Create(Path.Combine(folder, InputFile));
        foreach (short[] clip in clips)
        {
            short[] whole = new short[frontEnd.Options.Samples];
            clip.AsSpan(0, Math.Min(clip.Length, whole.Length)).CopyTo(whole);
            file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(whole.AsSpan()));
        }
    }

    /// <summary>The codes that the program wrote, clip after clip.</summary>
    public static sbyte[] ReadOutputs(string folder) => Array.ConvertAll(File.ReadAllBytes(Path.Combine(folder, OutputFile)), b => (sbyte)b);

    /// <summary>Runs it on an emulated board.</summary>
    /// <returns>The codes of all clips and the instructions of one.</returns>
    /// <exception cref="MissingDependencyException">Compiler or emulator are not here.</exception>
    public static (sbyte[] Codes, long Instructions) Run(CepstralFrontEnd frontEnd, IEnumerable<short[]> clips, Board board, string folder)
    {
        Emulator.Require();
        WriteInputs(frontEnd, clips, folder);
        BoardProgram.Build(Write(frontEnd).Files, board, floats: false, folder);
        string[] lines = BoardProgram.Run(" clips", board, folder);
        return (ReadOutputs(folder), Emulator.Instructions(lines, "clip"));
    }

    private static string Main(CepstralFrontEnd frontEnd) => $$"""
        /* Runs a front end on the clips in {{InputFile}} and writes their codes to {{OutputFile}}. Written by Lathe. */
        #include <stdint.h>

        #include "lathe_check.h"
        #include "{{Network}}_front_end.h"

        static {{Network}}_front_end room;
        static int16_t samples[{{frontEnd.Options.Samples}}];
        static int8_t codes[{{frontEnd.Options.Frames * frontEnd.Options.Coefficients}}];
        {{ProgramParts.PrintNumber}}
        int main(void)
        {
            const int32_t from = lathe_open("{{InputFile}}", 0);
            const int32_t to = lathe_open("{{OutputFile}}", 1);
            uint32_t clips = 0U;
            int32_t going = ((from >= 0) && (to >= 0)) ? 1 : 0;

            lathe_clock_start();
            lathe_print("calibration ");
            print_number(lathe_clock_calibrate(), "\n");

            while ((going != 0) && (lathe_read(from, samples, {{2 * frontEnd.Options.Samples}}U) != 0))
            {
                const uint32_t before = lathe_clock_now();

                {{Network}}_hear_clip(&room, samples, {{frontEnd.Options.Samples}}, codes);

                if (clips == 0U)
                {
                    lathe_print("clip ");
                    print_number(lathe_clock_between(before, lathe_clock_now()), "\n");
                }

                going = lathe_write(to, codes, {{frontEnd.Options.Frames * frontEnd.Options.Coefficients}}U);
                clips++;
            }

            lathe_close(from);
            lathe_close(to);
            print_number(clips, " clips\n");

            return (going != 0) ? 0 : 1;
        }

        """;
}
