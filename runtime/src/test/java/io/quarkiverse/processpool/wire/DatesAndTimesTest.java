package io.quarkiverse.processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything of {@code java.time} arrives equal, at its extremes and in the hour that a clock shows twice. */
class DatesAndTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final LocalDateTime SHOWN_TWICE = LocalDateTime.of(2023, 10, 29, 2, 30);

    static Stream<Duration> durations() {
        return Stream.of(Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(-1), Duration.ofMillis(1500),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Duration.ofSeconds(Long.MIN_VALUE));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("durations")
    void duration(Duration value) {
        assertThat(RoundTrip.of(value, Encoder::writeDuration, Decoder::readDuration)).isEqualTo(value);
    }

    static Stream<Period> periods() {
        return Stream.of(Period.ZERO, Period.of(1, 13, 40), Period.of(-1, 2, -3),
                Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("periods")
    void period(Period value) {
        assertThat(RoundTrip.of(value, Encoder::writePeriod, Decoder::readPeriod)).isEqualTo(value);
    }

    static Stream<Instant> instants() {
        return Stream.of(Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1, 999_999_999));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("instants")
    void instant(Instant value) {
        assertThat(RoundTrip.of(value, Encoder::writeInstant, Decoder::readInstant)).isEqualTo(value);
    }

    static Stream<LocalDateTime> localTimes() {
        return Stream.of(LocalDateTime.MIN, LocalDateTime.MAX, LocalDateTime.of(2024, 2, 29, 23, 59, 59, 999_999_999),
                LocalDateTime.of(-1, 1, 1, 0, 0), SHOWN_TWICE);
    }

    @ParameterizedTest
    @MethodSource("localTimes")
    void localTypes(LocalDateTime value) {
        LocalDate date = value.toLocalDate();
        LocalTime time = value.toLocalTime();
        Year year = Year.from(value);
        YearMonth month = YearMonth.from(value);
        assertAll(
                () -> assertThat(RoundTrip.of(value, Encoder::writeLocalDateTime, Decoder::readLocalDateTime)).isEqualTo(value),
                () -> assertThat(RoundTrip.of(date, Encoder::writeLocalDate, Decoder::readLocalDate)).isEqualTo(date),
                () -> assertThat(RoundTrip.of(time, Encoder::writeLocalTime, Decoder::readLocalTime)).isEqualTo(time),
                () -> assertThat(RoundTrip.of(year, Encoder::writeYear, Decoder::readYear)).isEqualTo(year),
                () -> assertThat(RoundTrip.of(month, Encoder::writeYearMonth, Decoder::readYearMonth)).isEqualTo(month));
    }

    static Stream<OffsetDateTime> offsetTimes() {
        return Stream.of(OffsetDateTime.MIN, OffsetDateTime.MAX,
                SHOWN_TWICE.atOffset(ZoneOffset.ofHoursMinutesSeconds(5, 30, 15)),
                SHOWN_TWICE.atOffset(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("offsetTimes")
    void offsetDateTime(OffsetDateTime value) {
        assertThat(RoundTrip.of(value, Encoder::writeOffsetDateTime, Decoder::readOffsetDateTime)).isEqualTo(value);
    }

    static Stream<ZonedDateTime> zonedTimes() {
        ZonedDateTime summer = SHOWN_TWICE.atZone(BERLIN).withEarlierOffsetAtOverlap();
        ZonedDateTime winter = SHOWN_TWICE.atZone(BERLIN).withLaterOffsetAtOverlap();
        assertThat(summer).isNotEqualTo(winter);
        return Stream.of(summer, winter, ZonedDateTime.of(2023, 3, 26, 2, 30, 0, 0, BERLIN),
                SHOWN_TWICE.atZone(ZoneOffset.ofHours(-18)), SHOWN_TWICE.atZone(ZoneId.of("UTC+01:00")),
                SHOWN_TWICE.atZone(ZoneId.of("Z")), SHOWN_TWICE.atZone(ZoneId.of("Asia/Kolkata")),
                LocalDateTime.of(2011, 12, 30, 12, 0).atZone(ZoneId.of("Pacific/Apia")));
    }

    @ParameterizedTest
    @NullSource
    @MethodSource("zonedTimes")
    void zonedDateTime(ZonedDateTime value) {
        assertThat(RoundTrip.of(value, Encoder::writeZonedDateTime, Decoder::readZonedDateTime)).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "Z", "UTC", "GMT+2", "+05:30", "Europe/Berlin", "America/Argentina/ComodRivadavia" })
    void zoneId(String id) {
        ZoneId value = id == null ? null : ZoneId.of(id);
        assertThat(RoundTrip.of(value, Encoder::writeZoneId, Decoder::readZoneId)).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = { "Z", "+18:00", "-18:00", "+05:30:15" })
    void zoneOffset(String id) {
        ZoneOffset value = id == null ? null : ZoneOffset.of(id);
        assertThat(RoundTrip.of(value, Encoder::writeZoneOffset, Decoder::readZoneOffset)).isEqualTo(value);
    }

    @Test
    void nullStaysNull() {
        assertAll(
                () -> assertThat(RoundTrip.of(null, Encoder::writeLocalDateTime, Decoder::readLocalDateTime)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeLocalDate, Decoder::readLocalDate)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeLocalTime, Decoder::readLocalTime)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeYear, Decoder::readYear)).isNull(),
                () -> assertThat(RoundTrip.of(null, Encoder::writeYearMonth, Decoder::readYearMonth)).isNull());
    }

    @Test
    void aDayThatDoesNotExistIsRefused() {
        Encoder out = new Encoder();
        out.writeBoolean(true);
        out.writeLong(Long.MAX_VALUE);
        assertThatThrownBy(() -> new Decoder(out.toByteArray()).readLocalDate()).isInstanceOf(DateTimeException.class);
    }

    /** Bytes that say there is a value, and then that an inner one is null, are no value. */
    @Test
    void aHoleWithinAValueIsRefused() {
        Encoder holes = new Encoder();
        holes.writeBoolean(true);
        holes.writeBoolean(false);
        holes.writeInt(0);
        holes.writeString("Z");
        byte[] bytes = holes.toByteArray();
        Encoder noZone = new Encoder();
        noZone.writeBoolean(true);
        noZone.writeLocalDateTime(SHOWN_TWICE);
        noZone.writeInt(0);
        noZone.writeString(null);
        byte[] without = noZone.toByteArray();
        assertAll(
                () -> assertThatThrownBy(() -> new Decoder(bytes).readOffsetDateTime()).isInstanceOf(EncodingException.class),
                () -> assertThatThrownBy(() -> new Decoder(bytes).readZonedDateTime()).isInstanceOf(EncodingException.class),
                () -> assertThatThrownBy(() -> new Decoder(without).readZonedDateTime()).isInstanceOf(EncodingException.class));
    }
}
