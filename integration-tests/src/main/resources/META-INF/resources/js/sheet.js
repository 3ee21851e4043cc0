// The sheet: one frame for each picture, first waiting, then with its thumbnail or with the cause why there is none.

export class Sheet {
    #list;
    #template;

    constructor(list, template) {
        this.#list = list;
        this.#template = template;
    }

    add(file) {
        const tile = new Tile(this.#template.content.firstElementChild.cloneNode(true), file, this.#list.children.length + 1);
        this.#list.append(tile.element);
        return tile;
    }

    clear() {
        this.#list.querySelectorAll('img').forEach((image) => URL.revokeObjectURL(image.src));
        this.#list.replaceChildren();
    }
}

class Tile {
    element;
    file;

    constructor(element, file, number) {
        this.element = element;
        this.file = file;
        this.#part('.number').textContent = number;
        this.#part('.name').textContent = file.name;
        this.#part('.name').title = file.webkitRelativePath || file.name;
        this.#part('.detail').textContent = 'waiting';
    }

    show({ thumbnail, refusal }) {
        this.element.dataset.state = thumbnail ? 'done' : 'refused';
        if (thumbnail) {
            this.#develop(thumbnail);
        } else {
            this.#refuse(refusal);
        }
        this.file = null;
    }

    #develop({ png, pictureWidth, pictureHeight, pid }) {
        const image = new Image();
        image.alt = this.#part('.name').textContent;
        image.src = URL.createObjectURL(new Blob([bytesOf(png)], { type: 'image/png' }));
        this.#part('.frame').replaceChildren(image);
        this.#part('.detail').replaceChildren(span(`${pictureWidth} × ${pictureHeight}`), ' ', span(`by ${pid}`));
        this.#part('.detail').title = `${pictureWidth} × ${pictureHeight} pixels, made small by process ${pid}`;
    }

    #refuse({ error, cause }) {
        const title = document.createElement('strong');
        title.textContent = error;
        this.#part('.frame').replaceChildren(title, span(cause));
        this.#part('.detail').textContent = 'no thumbnail';
    }

    #part(selector) {
        return this.element.querySelector(selector);
    }
}

function span(text) {
    const element = document.createElement('span');
    element.textContent = text;
    return element;
}

function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
