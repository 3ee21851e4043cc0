package io.quarkiverse.processpool.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pool without a name is named after its class. */
class PoolNamesTest {

    @ParameterizedTest
    @CsvSource({ "ImageTools,image-tools", "PDFReader,pdf-reader", "Outer.Inner,outer-inner", "Mp3Reader,mp3-reader",
            "HTTP2Client,http2-client", "X,x", "URL,url", "Foo_Bar,foo-bar", "Foo$Bar,foo-bar", "_Private,private",
            "aB,a-b", "ReadPDF,read-pdf" })
    void isInKebabCase(String className, String pool) {
        assertThat(PoolNames.of(List.of(className.split("\\.")))).isEqualTo(pool);
    }
}
