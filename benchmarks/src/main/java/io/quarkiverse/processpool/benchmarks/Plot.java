package io.quarkiverse.processpool.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

/** Lines over a logarithmic x axis, drawn into a PNG beside the documentation's pages. */
final class Plot {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int LEFT = 100;
    private static final int RIGHT = 30;
    private static final int TOP = 50;
    private static final int BOTTOM = 70;
    private static final Color[] COLORS = { new Color(0x1F5FA8), new Color(0xC8511B), new Color(0x2E8540),
            new Color(0x7A3E9D) };

    private record Line(String name, List<double[]> points) {
    }

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logarithmicY;
    private final List<Line> lines = new ArrayList<>();
    private double xLow;
    private double xHigh;
    private double yLow;
    private double yHigh;

    Plot(String title, String xLabel, String yLabel, boolean logarithmicY) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logarithmicY = logarithmicY;
    }

    /** A further line; its points come as pairs of x and y, in the order of x. */
    List<double[]> line(String name) {
        Line line = new Line(name, new ArrayList<>());
        lines.add(line);
        return line.points;
    }

    void write(String name) throws IOException {
        Path folder = Report.folder("images");
        if (folder == null) {
            return;
        }
        range();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        axes(g);
        for (int i = 0; i < lines.size(); i++) {
            draw(g, lines.get(i), i);
        }
        g.dispose();
        ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
    }

    private void range() {
        double[] xs = lines.stream().flatMap(line -> line.points.stream()).mapToDouble(point -> point[0]).sorted().toArray();
        double[] ys = lines.stream().flatMap(line -> line.points.stream()).mapToDouble(point -> point[1]).sorted().toArray();
        xLow = Math.log10(xs[0]);
        xHigh = Math.max(xLow + 0.1, Math.log10(xs[xs.length - 1]));
        yLow = logarithmicY ? Math.floor(Math.log10(ys[0])) : 0;
        double highest = ys[ys.length - 1];
        yHigh = logarithmicY ? Math.max(yLow + 1, Math.ceil(Math.log10(highest)))
                : Math.ceil(highest * 1.05 / step(highest)) * step(highest);
    }

    /** A round distance of marks, so that there are between four and ten. */
    private static double step(double highest) {
        double power = Math.pow(10, Math.floor(Math.log10(highest)));
        double first = highest / power;
        return power * (first < 2 ? 0.25 : first < 5 ? 0.5 : 1);
    }

    private int x(double value) {
        return (int) (LEFT + (Math.log10(value) - xLow) / (xHigh - xLow) * (WIDTH - LEFT - RIGHT));
    }

    private int y(double value) {
        double at = logarithmicY ? Math.log10(value) : value;
        return (int) (HEIGHT - BOTTOM - (at - yLow) / (yHigh - yLow) * (HEIGHT - TOP - BOTTOM));
    }

    private void axes(Graphics2D g) {
        g.setColor(Color.BLACK);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
        g.drawString(title, LEFT, 30);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        g.drawString(xLabel, (LEFT + WIDTH - RIGHT - g.getFontMetrics().stringWidth(xLabel)) / 2, HEIGHT - 18);
        g.rotate(-Math.PI / 2);
        g.drawString(yLabel, -(TOP + HEIGHT - BOTTOM + g.getFontMetrics().stringWidth(yLabel)) / 2, 22);
        g.rotate(Math.PI / 2);
        for (double power = Math.ceil(xLow - 1e-9); power <= xHigh + 1e-9; power++) {
            mark(g, Math.pow(10, power), true);
        }
        if (xHigh - xLow < 2.5) {
            lines.get(0).points.forEach(point -> mark(g, point[0], true));
        }
        if (logarithmicY) {
            for (double power = yLow; power <= yHigh; power++) {
                mark(g, Math.pow(10, power), false);
            }
        } else {
            double step = step(yHigh);
            for (int i = 0; i * step <= yHigh * (1 + 1e-9); i++) {
                mark(g, i * step, false);
            }
        }
        g.setColor(Color.BLACK);
        g.drawRect(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
    }

    private void mark(Graphics2D g, double value, boolean onX) {
        g.setColor(new Color(0xE2E2E2));
        g.setStroke(new BasicStroke(1));
        String text = text(value);
        int width = g.getFontMetrics().stringWidth(text);
        if (onX) {
            g.drawLine(x(value), TOP, x(value), HEIGHT - BOTTOM);
            g.setColor(Color.BLACK);
            g.drawString(text, x(value) - width / 2, HEIGHT - BOTTOM + 20);
        } else {
            g.drawLine(LEFT, y(value), WIDTH - RIGHT, y(value));
            g.setColor(Color.BLACK);
            g.drawString(text, LEFT - 8 - width, y(value) + 5);
        }
    }

    private static String text(double value) {
        double rounded = Math.abs(value) >= 1 ? Math.round(value * 100) / 100.0 : value;
        if (rounded >= 1e6) {
            return trimmed(rounded / 1e6) + " M";
        }
        return rounded >= 1e4 ? trimmed(rounded / 1e3) + " k" : trimmed(rounded);
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
    }

    private void draw(Graphics2D g, Line line, int index) {
        g.setColor(COLORS[index % COLORS.length]);
        g.setStroke(new BasicStroke(2.5f));
        double[] before = null;
        for (double[] point : line.points) {
            if (before != null) {
                g.drawLine(x(before[0]), y(before[1]), x(point[0]), y(point[1]));
            }
            g.fillOval(x(point[0]) - 4, y(point[1]) - 4, 8, 8);
            before = point;
        }
        int at = TOP + 24 + index * 22;
        g.fillRect(LEFT + 16, at - 8, 22, 5);
        g.setColor(Color.BLACK);
        g.drawString(line.name, LEFT + 46, at);
    }
}
