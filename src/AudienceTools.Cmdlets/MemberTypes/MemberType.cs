using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;

namespace AudienceTools.Cmdlets.MemberTypes;

/// <summary>Makes a type of members, with a property for the number and for each column.</summary>
internal static class MemberType
{
    // AudienceTools.dll shows its internals to an assembly of this name.
    private static readonly ModuleBuilder s_module = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("AudienceTools.MemberTypes"), AssemblyBuilderAccess.Run)
        .DefineDynamicModule("AudienceTools.MemberTypes");

    private static readonly Type[] s_parts = [typeof(AudienceMember), typeof(AudienceConnection)];
    private static readonly ConstructorInfo s_base = typeof(AudienceMember).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, s_parts)!;
    private static readonly MethodInfo s_phoneNumber = Getter(nameof(AudienceMember.PhoneNumber));
    private static readonly MethodInfo s_values = Getter(nameof(AudienceMember.Values));

    /// <summary>Makes the type, and gives what makes its members. One at a time: builders of types aren't thread-safe.</summary>
    public static Func<AudienceMember, AudienceConnection, object> Make(MemberColumns columns, int number)
    {
        var type = s_module.DefineType(
            string.Create(CultureInfo.InvariantCulture, $"{typeof(AudienceMember).FullName}#{number}"),
            TypeAttributes.Public | TypeAttributes.Sealed,
            typeof(AudienceMember));
        DefineConstructor(type);
        var prefix = PrefixFor(columns);
        DefineProperty(type, prefix, nameof(AudienceMember.PhoneNumber), static il => il.Emit(OpCodes.Call, s_phoneNumber));
        for (var i = 0; i < columns.ShownNames.Count; i++)
        {
            var place = i;
            DefineProperty(type, prefix, columns.ShownNames[i], il =>
            {
                il.Emit(OpCodes.Call, s_values);
                il.Emit(OpCodes.Ldc_I4, place);
                il.Emit(OpCodes.Ldelem_Ref);
            });
        }

        return Maker(type.CreateType());
    }

    private static void DefineConstructor(TypeBuilder type)
    {
        var il = type.DefineConstructor(MethodAttributes.Assembly, CallingConventions.HasThis, s_parts).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, s_base);
        il.Emit(OpCodes.Ret);
    }

    // A property that is called as a method is, a getter too, isn't shown everywhere.
    private static string PrefixFor(MemberColumns columns)
    {
        var prefix = "get_";
        while (columns.ShownNames.Any(name => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            prefix = "_" + prefix;
        }

        return prefix;
    }

    private static void DefineProperty(TypeBuilder type, string prefix, string name, Action<ILGenerator> load)
    {
        var getter = type.DefineMethod(
            prefix + name, MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName, typeof(string), parameterTypes: null);
        var il = getter.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        load(il);
        il.Emit(OpCodes.Ret);
        type.DefineProperty(name, PropertyAttributes.None, typeof(string), parameterTypes: null).SetGetMethod(getter);
    }

    // A delegate costs a tenth of what a constructor costs that is called by reflection.
    private static Func<AudienceMember, AudienceConnection, object> Maker(Type type)
    {
        var make = new DynamicMethod("Make", typeof(object), s_parts, type.Module, skipVisibility: true);
        var il = make.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, type.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, s_parts)!);
        il.Emit(OpCodes.Ret);
        return make.CreateDelegate<Func<AudienceMember, AudienceConnection, object>>();
    }

    private static MethodInfo Getter(string property) =>
        typeof(AudienceMember).GetProperty(property, BindingFlags.Instance | BindingFlags.NonPublic)!.GetMethod!;
}
