package io.quarkiverse.processpool.engine;

import io.quarkiverse.processpool.wire.Decoder;

/**
 * Parent side: the outcomes that a reader has taken from its worker and not yet given to those who deliver them. Nobody else
 * has them any more. So they are noted here before they are taken, and whatever happens to the reader then, it has them. (A
 * method that makes nothing can lack memory all the same: compiled code may have put off to make what others have made.)
 */
final class Taken {

    /** Null if there are none. */
    Flight flight;
    /** The task in its ticket that the first of them is of, and how many there are. */
    int first;
    int count;
    /** So many others are before them in their frame, and were told before. */
    int without;
    byte[] bytes;
    int offset;
    int length;
    /** What came in pieces before them, or null. */
    ResultPieces large;

    /** The outcomes that the frame has from here on are to be taken, or some of them. */
    void comeIn(Decoder frame, ResultPieces pieces) {
        bytes = frame.array();
        offset = frame.position();
        length = frame.remaining();
        large = pieces;
    }

    /** All of them but so many are outcomes of what the flight is to be answered next. */
    void are(Flight of, int but, int items) {
        first = of.answered;
        count = items;
        without = but;
        flight = of;
    }

    void areDelivered() {
        flight = null;
        bytes = null;
        large = null;
    }
}
