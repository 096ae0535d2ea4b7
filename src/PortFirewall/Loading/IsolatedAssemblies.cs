using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace PortFirewall;

/// <summary>
/// Keeps what only PortFirewall needs (its native layer and CliWrap) in an assembly load context of its own, so that a
/// module which brings another version of CliWrap never collides with this one. Users see types of Core and of this
/// assembly only; those stay in the default context.
/// </summary>
public sealed class IsolatedAssemblies : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string ModuleFolder = Path.GetDirectoryName(typeof(IsolatedAssemblies).Assembly.Location)!;
    private static readonly IsolatedContext Context = new(Path.Combine(ModuleFolder, "isolated"));

    /// <summary>Called by PowerShell before the module's first command runs.</summary>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <summary>Called by PowerShell when the module is removed.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext asking, AssemblyName wanted) => wanted.Name switch
    {
        "PortFirewall.Core" => asking.LoadFromAssemblyPath(Path.Combine(ModuleFolder, "PortFirewall.Core.dll")),
        "PortFirewall.Native" => Context.LoadOwn(wanted),
        _ => null,
    };

    private sealed class IsolatedContext(string folder) : AssemblyLoadContext("PortFirewall")
    {
        /// <summary>
        /// Loads an assembly from the folder, or not at all. Asking by name instead would come back to the default context, and
        /// from there to us, without end, where a file is missing.
        /// </summary>
        public Assembly? LoadOwn(AssemblyName wanted)
        {
            var path = Path.Combine(folder, wanted.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }

        // Core and the framework are not in the folder: null hands the question on to the default context.
        protected override Assembly? Load(AssemblyName assemblyName) => LoadOwn(assemblyName);
    }
}
