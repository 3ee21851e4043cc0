package org.acme.contactsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.acme.contactsheet.packaging.Bombs;
import org.acme.contactsheet.packaging.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = { "png", "jpeg", "gif", "bmp" })
    void eachFormatBecomesAPngOfTheWidth(String format) throws Exception {
        Thumbnail thumbnail = thumbnail(Pictures.encoded(format, 1200, 800, 1), 160);

        BufferedImage small = Pictures.decoded(thumbnail.png());
        assertThat(small.getWidth()).isEqualTo(160);
        assertThat(small.getHeight()).isEqualTo(107);
        assertThat(thumbnail.pictureWidth()).isEqualTo(1200);
        assertThat(thumbnail.pictureHeight()).isEqualTo(800);
        assertThat(thumbnail.pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @ParameterizedTest
    @CsvSource({ "100, 50, 100, 50", "3000, 20, 160, 1", "20, 3000, 4, 640", "1, 1, 1, 1" })
    void noPictureGrowsOrLosesItsShape(int width, int height, int smallWidth, int smallHeight) throws Exception {
        BufferedImage small = Pictures.decoded(thumbnail(Pictures.encoded("png", width, height, 1), 160).png());

        assertThat(small.getWidth()).isEqualTo(smallWidth);
        assertThat(small.getHeight()).isEqualTo(smallHeight);
    }

    @Test
    void looksLikeThePicture() throws Exception {
        BufferedImage small = Pictures.decoded(thumbnail(Pictures.encoded("png", 4000, 3000, 3), 400).png());

        BufferedImage drawn = Pictures.landscape(400, 300, 3);
        assertThat(difference(small.getRGB(200, 10), drawn.getRGB(200, 10))).isLessThan(12);
        assertThat(difference(small.getRGB(200, 290), drawn.getRGB(200, 290))).isLessThan(12);
    }

    @Test
    void aCameraThatWasHeldUprightGivesAnUprightThumbnail() throws Exception {
        byte[] jpeg = Pictures.encoded("jpeg", 900, 600, 5);
        BufferedImage lying = Pictures.decoded(thumbnail(jpeg, 200).png());

        Thumbnail thumbnail = thumbnail(Pictures.turned(jpeg), 200);

        BufferedImage upright = Pictures.decoded(thumbnail.png());
        assertThat(thumbnail.pictureWidth()).isEqualTo(600);
        assertThat(upright.getWidth()).isEqualTo(200);
        assertThat(upright.getHeight()).isEqualTo(300);
        assertThat(difference(upright.getRGB(195, 5), lying.getRGB(1, 1))).as("top left goes to top right").isLessThan(12);
    }

    @ParameterizedTest
    @ValueSource(strings = { "png", "jpeg", "gif", "bmp" })
    void aTruncatedFileIsBrokenWhereverItEnds(String format) throws IOException {
        byte[] picture = Pictures.encoded(format, 600, 400, 1);

        for (int length : new int[] { 20, picture.length / 4, picture.length / 2, picture.length * 9 / 10 }) {
            assertThatThrownBy(() -> thumbnail(Arrays.copyOf(picture, length), 160)).as("%s of %d bytes", format, length)
                    .isInstanceOf(BrokenPictureException.class)
                    .hasMessage("The file ends in the middle of the picture.");
        }
    }

    @Test
    void damageIsBroken() throws IOException {
        byte[] picture = Pictures.encoded("png", 600, 400, 1);
        Arrays.fill(picture, 100, 600, (byte) 0x55);

        assertThatThrownBy(() -> thumbnail(picture, 160)).isInstanceOf(BrokenPictureException.class)
                .hasMessageStartingWith("It begins like a picture but cannot be read: ");
    }

    @Test
    void whatIsNoPictureIsToldFromABrokenOne() {
        assertThatThrownBy(() -> thumbnail(Pictures.text(), 160)).isInstanceOf(NotAPictureException.class);
        assertThatThrownBy(() -> thumbnail(new byte[0], 160)).isInstanceOf(NotAPictureException.class)
                .hasMessage("The file is empty.");
    }

    @Test
    void aBombIsRefusedByItsHead() {
        assertThatThrownBy(() -> thumbnail(Bombs.png(), 160)).isInstanceOf(PictureTooLargeException.class)
                .hasMessage("It unpacks to 60,000 \u00d7 60,000 pixels, that is 3,600 megapixels; the limit is 150.");
        assertThatThrownBy(() -> thumbnail(Bombs.jpeg(), 160)).isInstanceOf(PictureTooLargeException.class);
    }

    private Thumbnail thumbnail(byte[] picture, int width) throws Exception {
        return ThumbnailsTasks.thumbnail(Files.write(folder.resolve("picture"), picture), width).call();
    }

    private static int difference(int rgb, int other) {
        Color a = new Color(rgb);
        Color b = new Color(other);
        return Math.abs(a.getRed() - b.getRed()) + Math.abs(a.getGreen() - b.getGreen()) + Math.abs(a.getBlue() - b.getBlue());
    }
}
