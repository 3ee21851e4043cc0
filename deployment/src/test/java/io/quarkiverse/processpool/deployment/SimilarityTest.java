package io.quarkiverse.processpool.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class SimilarityTest {

    private static final List<String> NAMES = List.of("images", "numbers", "thumbnails");

    @Test
    void offersWhatIsNear() {
        assertThat(Similarity.closest("imagse", NAMES)).isEqualTo("images");
        assertThat(Similarity.closest("Images", NAMES)).isEqualTo("images");
        assertThat(Similarity.closest("thumbnail", NAMES)).isEqualTo("thumbnails");
    }

    @Test
    void offersNothingElse() {
        assertThat(Similarity.closest("sounds", NAMES)).isNull();
        assertThat(Similarity.closest("images", List.of())).isNull();
    }
}
