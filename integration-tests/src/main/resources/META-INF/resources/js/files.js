// The files of a drop or of a file chooser, with folders opened.

export function chosenFiles(input) {
    return [...input.files].filter(isWanted);
}

/** The transfer is empty as soon as the event is over, so all entries are taken from it at once. */
export async function droppedFiles(transfer) {
    const items = [...transfer.items].filter((item) => item.kind === 'file');
    const found = items.map((item) => {
        const entry = item.webkitGetAsEntry?.();
        return entry ? filesOf(entry) : [item.getAsFile()];
    });
    return (await Promise.all(found)).flat().filter(isWanted);
}

async function filesOf(entry) {
    if (entry.isFile) {
        return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
    }
    const inside = await Promise.all((await entriesOf(entry)).map(filesOf));
    return inside.flat();
}

/** A reader gives the entries of a folder in portions, and an empty portion at the end. */
async function entriesOf(folder) {
    const reader = folder.createReader();
    const entries = [];
    for (;;) {
        const portion = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (portion.length === 0) {
            return entries.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
        }
        entries.push(...portion);
    }
}

/** Systems leave hidden files in folders of pictures. */
function isWanted(file) {
    return file !== null && !file.name.startsWith('.') && file.name !== 'Thumbs.db';
}
