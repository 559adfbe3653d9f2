using System.CommandLine;
using Lathe.Cli;

var root = new RootCommand("Lathe: give it a network, its data and a limit; it gives back the network that fits, with the measurements that prove it.");
foreach (Command command in CommandTable.For(args.Length > 0 ? args[0] : null))
{
    root.Add(command);
}

return await Shell.RunAsync(root, args);
