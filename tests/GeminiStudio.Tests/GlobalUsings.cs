global using GeminiStudio.Tests.Studio;
global using Xunit;
