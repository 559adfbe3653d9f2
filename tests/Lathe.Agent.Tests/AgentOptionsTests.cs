using System.Net;
using Lathe.Pipeline.Remote;

namespace Lathe.Agent.Tests;

public sealed class AgentOptionsTests
{
    [Theory]
    [InlineData("127.0.0.1:7077", "127.0.0.1", 7077)]
    [InlineData("localhost:0", "127.0.0.1", 0)]
    [InlineData("[::1]:80", "::1", 80)]
    public void ParseListen_AddressAndPort_AreRead(string text, string address, int port)
    {
        IPEndPoint found = AgentOptions.ParseListen(text);

        found.Address.ShouldBe(IPAddress.Parse(address));
        found.Port.ShouldBe(port);
    }

    [Theory]
    [InlineData("7077")]
    [InlineData("somewhere:7077")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:70777")]
    [InlineData("127.0.0.1:")]
    [InlineData("")]
    public void ParseListen_Anything_Else_IsRefused(string text) => Should.Throw<InvalidInputException>(() => AgentOptions.ParseListen(text)).Message.ShouldContain("ADDRESS:PORT");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.7")]
    [InlineData("::")]
    public void Validate_AddressOthersCanReach_NeedsTheFlag(string address)
    {
        AgentOptions options = Options() with { Listen = new IPEndPoint(IPAddress.Parse(address), 1) };

        Should.Throw<InvalidInputException>(options.Validate).Message.ShouldContain("--allow-remote");
        (options with { AllowRemote = true }).Validate();
    }

    [Fact]
    public void Validate_SeveralWrong_AreSaidTogether()
    {
        string message = Should.Throw<InvalidInputException>((Options() with { LargestBody = 0, LongestJob = TimeSpan.Zero }).Validate).Message;

        message.ShouldContain("0 bytes");
        message.ShouldContain("0 s");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two words")]
    [InlineData("ümlaut")]
    public void Token_EmptyOrUnfit_IsRefused(string? text) => Should.Throw<InvalidInputException>(() => new AgentToken(text));

    [Fact]
    public void Token_Fits_ItselfOnly()
    {
        var token = new AgentToken("secret");

        token.Fits("secret").ShouldBeTrue();
        token.Fits("secrets").ShouldBeFalse();
        token.Fits("").ShouldBeFalse();
        token.Fits(null).ShouldBeFalse();
    }

    [Theory]
    [InlineData("agent://127.0.0.1:7077", "127.0.0.1", 7077)]
    [InlineData("agent://board.local:80", "board.local", 80)]
    [InlineData("agent://[::1]:80", "[::1]", 80)]
    public void Address_WellFormed_IsRead(string text, string host, int port)
    {
        AgentAddress address = AgentAddress.Parse(text);

        address.ShouldBe(new AgentAddress(host, port));
        address.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("agent://127.0.0.1")]
    [InlineData("agent://:7077")]
    [InlineData("agent://a:0")]
    [InlineData("agent://a:70777")]
    [InlineData("agent://a/b:1")]
    [InlineData("agent://a@b:1")]
    [InlineData("http://a:1")]
    public void Address_Anything_Else_IsRefused(string text) => Should.Throw<InvalidInputException>(() => AgentAddress.Parse(text)).Message.ShouldContain("agent://HOST:PORT");

    private static AgentOptions Options() => new() { Listen = new IPEndPoint(IPAddress.Loopback, 0), Token = new AgentToken("x"), Worker = ["true"] };
}
