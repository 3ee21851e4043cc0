package io.quarkiverse.processpool.deployment;

import java.util.Collection;

/** Finds what somebody probably meant. */
final class Similarity {

    private Similarity() {
    }

    /** The name that is fewest edits away, or null if none is close. */
    static String closest(String typed, Collection<String> names) {
        String closest = null;
        int least = Math.max(2, typed.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(typed.toLowerCase(), name.toLowerCase());
            if (distance < least) {
                least = distance;
                closest = name;
            }
        }
        return closest;
    }

    /** Insertions, deletions, replacements and swaps of neighbours that make one from the other. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                edits[i][j] = Math.min(Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
