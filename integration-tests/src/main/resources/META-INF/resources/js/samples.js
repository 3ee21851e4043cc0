// Pictures for those who have none at hand: painted landscapes, and three files that are none.

const PICTURES = 48;
const WIDTH = 3600;
const HEIGHT = 2400;

export async function* samples() {
    for (let i = 1; i <= PICTURES; i++) {
        const picture = await encoded(landscape());
        yield new File([picture], `landscape-${String(i).padStart(2, '0')}.jpg`);
        if (i === 9) {
            yield new File([picture.slice(0, picture.size / 2)], 'half-a-landscape.jpg');
        } else if (i === 20) {
            yield new File(['Dear picture service,\nthis is a letter.\n'], 'letter.png');
        } else if (i === 31) {
            yield new File([await bomb()], 'bomb.png');
        }
    }
}

function encoded(canvas) {
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
}

function landscape() {
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    const paint = canvas.getContext('2d');
    const hue = Math.random() * 360;
    sky(paint, hue);
    sun(paint);
    for (let layer = 0; layer < 5; layer++) {
        hills(paint, HEIGHT * (0.48 + 0.11 * layer), `hsl(${hue + 12 * layer} ${38 - 3 * layer}% ${46 - 9 * layer}%)`);
    }
    return canvas;
}

function sky(paint, hue) {
    const gradient = paint.createLinearGradient(0, 0, 0, HEIGHT * 0.75);
    gradient.addColorStop(0, `hsl(${hue} 45% 38%)`);
    gradient.addColorStop(0.55, `hsl(${hue + 35} 55% 68%)`);
    gradient.addColorStop(1, `hsl(${hue + 70} 70% 86%)`);
    paint.fillStyle = gradient;
    paint.fillRect(0, 0, WIDTH, HEIGHT);
}

function sun(paint) {
    const x = WIDTH * (0.15 + 0.7 * Math.random());
    const y = HEIGHT * (0.18 + 0.25 * Math.random());
    const radius = HEIGHT * (0.05 + 0.06 * Math.random());
    const glow = paint.createRadialGradient(x, y, radius, x, y, radius * 5);
    glow.addColorStop(0, 'hsl(45 100% 90% / .55)');
    glow.addColorStop(1, 'hsl(45 100% 90% / 0)');
    paint.fillStyle = glow;
    paint.fillRect(0, 0, WIDTH, HEIGHT);
    paint.fillStyle = 'hsl(48 100% 94%)';
    paint.beginPath();
    paint.arc(x, y, radius, 0, 2 * Math.PI);
    paint.fill();
}

function hills(paint, level, colour) {
    const waves = [1, 2.3, 5.1, 11].map((frequency) => ({ frequency, phase: Math.random() * 6, height: HEIGHT * 0.06 / frequency }));
    paint.fillStyle = colour;
    paint.beginPath();
    paint.moveTo(0, HEIGHT);
    for (let x = 0; x <= WIDTH; x += 8) {
        const y = waves.reduce((sum, wave) => sum + wave.height * Math.sin(wave.phase + (x / WIDTH) * 7 * wave.frequency), level);
        paint.lineTo(x, y);
    }
    paint.lineTo(WIDTH, HEIGHT);
    paint.fill();
}

/** A decompression bomb: a PNG file of zeros, 48,000 × 48,000 pixels of which each eight are one byte. */
async function bomb() {
    const size = 48000;
    const header = new Uint8Array(13);
    new DataView(header.buffer).setUint32(0, size);
    new DataView(header.buffer).setUint32(4, size);
    header[8] = 1;
    const row = new Uint8Array(1 + size / 8);
    let rows = 0;
    const zeros = new ReadableStream({ pull: (sink) => (rows++ < size ? sink.enqueue(row) : sink.close()) });
    const packed = await new Response(zeros.pipeThrough(new CompressionStream('deflate'))).arrayBuffer();
    const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    return new Blob([signature, chunk('IHDR', header), chunk('IDAT', new Uint8Array(packed)), chunk('IEND', new Uint8Array())]);
}

function chunk(type, data) {
    const bytes = new Uint8Array(data.length + 12);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, data.length);
    bytes.set(new TextEncoder().encode(type), 4);
    bytes.set(data, 8);
    view.setUint32(data.length + 8, crc(bytes.subarray(4, data.length + 8)));
    return bytes;
}

function crc(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) {
            crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
        }
    }
    return ~crc >>> 0;
}
