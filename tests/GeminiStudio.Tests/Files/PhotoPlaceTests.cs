using System.Buffers.Binary;
using GeminiStudio.Files;
using GeminiStudio.Sessions;

namespace GeminiStudio.Tests.Files;

public sealed class PhotoPlaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_photo_that_says_where_it_was_taken_is_named_and_loses_only_that(bool littleEndian)
    {
        await using var rig = await StudioRig.StartAsync();
        var (studio, session) = (rig.As(StudioRig.Owner), Guid.NewGuid());
        var photo = Photo(littleEndian);
        await studio.KeepFileAsync(session, "beach.jpg", new MemoryStream(photo), null, Cancel);
        var line = Assert.Single((await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel)).Lines);
        Assert.Equal(("place", false, PreflightFixKind.RemovePlace), (line.Code, line.Blocks, line.Fix.Kind));

        await studio.RemovePlaceAsync(session, line.Fix.Subject!, Cancel);

        Assert.Empty((await studio.CheckAsync(session, StudioRig.Settings, 0, Cancel)).Lines);
        var chip = Assert.Single(await studio.AttachmentsAsync(session, StudioRig.Settings.Model, Cancel));
        Assert.Equal("beach.jpg", chip.Attachment.Name);
        using var clean = new MemoryStream();
        await using (var bytes = (await studio.OpenFileAsync(chip.File!.Hash, Cancel))!.Value.Bytes)
        {
            await bytes.CopyToAsync(clean, Cancel);
        }

        Assert.Equal(photo.Length, clean.Length);
        Assert.Equal(-1, clean.ToArray().AsSpan().IndexOf("SECRETPLACE"u8));
        Assert.Equal(photo[^2..], clean.ToArray()[^2..]);
        Assert.Equal(photo[..40], clean.ToArray()[..40]); // its orientation among it
    }

    [Fact]
    public void Photos_without_a_place_and_broken_ones_are_left_alone()
    {
        var photo = Photo(littleEndian: true);

        Assert.False(PhotoPlace.IsIn([0xFF, 0xD8, 0xFF, 0xD9]));
        for (var length = 0; length < photo.Length; length++)
        {
            var cut = photo[..length];
            Assert.Equal(PhotoPlace.IsIn(cut), PhotoPlace.Remove(cut)); // whatever is cut off, nothing throws
            Assert.False(PhotoPlace.IsIn(cut));
        }
    }

    [Fact]
    public void Random_bytes_behind_the_header_are_survived()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var photo = Photo(i % 2 == 0);
            for (var j = 0; j < 4; j++)
            {
                photo[random.Next(12, photo.Length)] = (byte)random.Next(256);
            }

            PhotoPlace.Remove(photo);
            PhotoPlace.IsIn(photo);
        }
    }

    // SOI, an EXIF segment with orientation and a place, EOI.
    private static byte[] Photo(bool littleEndian)
    {
        var tiff = new byte[8 + 2 + (2 * 12) + 4 + 2 + 12 + 4 + 12];
        (littleEndian ? "II*\0"u8 : "MM\0*"u8).CopyTo(tiff);
        Put32(4, 8);
        Put16(8, 2);
        Entry(10, tag: 0x0112, type: 3, count: 1, value: 6);
        var gps = 8 + 2 + (2 * 12) + 4;
        Entry(22, tag: 0x8825, type: 4, count: 1, value: gps);
        Put16(gps, 1);
        Entry(gps + 2, tag: 0x001B, type: 7, count: 12, value: gps + 2 + 12 + 4);
        "SECRETPLACE"u8.CopyTo(tiff.AsSpan(gps + 2 + 12 + 4));
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(2 + 6 + tiff.Length));
        return [0xFF, 0xD8, 0xFF, 0xE1, .. length, .. "Exif\0\0"u8, .. tiff, 0xFF, 0xD9];

        void Entry(int at, int tag, int type, int count, int value)
        {
            Put16(at, tag);
            Put16(at + 2, type);
            Put32(at + 4, count);
            if (type == 3 && !littleEndian)
            {
                Put16(at + 8, value);
            }
            else
            {
                Put32(at + 8, value);
            }
        }

        void Put16(int at, int value)
        {
            var place = tiff.AsSpan(at);
            if (littleEndian)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)value);
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)value);
            }
        }

        void Put32(int at, int value)
        {
            var place = tiff.AsSpan(at);
            if (littleEndian)
            {
                BinaryPrimitives.WriteInt32LittleEndian(place, value);
            }
            else
            {
                BinaryPrimitives.WriteInt32BigEndian(place, value);
            }
        }
    }
}
