package io.quarkiverse.processpool.engine;

/**
 * Parent side: the outcomes that a reader has taken from its worker and not yet given to those who deliver them. Nobody else
 * has
 * them any more. So they are noted here before they are taken, and whatever happens to the reader then, it has them. (A method
 * that makes nothing can lack memory all the same: compiled code may have put off to make what others have made.)
 */
final class Taken {

    /** Null if there are none. */
    Flight flight;
    int first;
    int count;

    void are(Flight of, int firstItem, int items) {
        first = firstItem;
        count = items;
        flight = of;
    }

    void areDelivered() {
        flight = null;
    }
}
