import { chosenFiles, droppedFiles } from './files.js';
import { Progress } from './progress.js';
import { samples } from './samples.js';
import { Sheet } from './sheet.js';
import { Uploads } from './uploads.js';
import { WorkerTable } from './workers.js';

const element = (id) => document.getElementById(id);

const sheet = new Sheet(element('sheet'), element('tile'));
const progress = new Progress(element('progress'), element('sheet-news'));
const workers = new WorkerTable(element('pools'), element('pool'), element('worker'), element('worker-news'));

const uploads = new Uploads((picture, outcome) => {
    picture.show(outcome);
    progress.answered(outcome);
});

function add(files) {
    if (files.length === 0) {
        return;
    }
    element('empty').hidden = true;
    element('drop').classList.add('compact');
    progress.expect(files.length);
    uploads.add(files.map((file) => sheet.add(file)));
}

let samplesWanted = false;

function clear() {
    samplesWanted = false;
    uploads.stop();
    sheet.clear();
    progress.clear();
    element('empty').hidden = false;
    element('drop').classList.remove('compact');
    element('choose-pictures').focus();
}

for (const id of ['choose-pictures', 'choose-folder']) {
    element(id).addEventListener('change', (event) => {
        add(chosenFiles(event.target));
        event.target.value = '';
    });
}

element('samples').addEventListener('click', async (event) => {
    const button = event.currentTarget;
    button.disabled = samplesWanted = true;
    for await (const file of samples()) {
        if (!samplesWanted) {
            break;
        }
        add([file]);
    }
    button.disabled = false;
});
element('stop').addEventListener('click', () => {
    samplesWanted = false;
    uploads.stop();
});
element('clear').addEventListener('click', clear);

// The whole window takes what is dropped: the browser would otherwise leave the page and open the picture.
let inside = 0;
const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
const mark = (change) => {
    inside = Math.max(0, inside + change);
    element('drop').classList.toggle('over', inside > 0);
};
window.addEventListener('dragenter', (event) => carriesFiles(event) && mark(1));
window.addEventListener('dragleave', (event) => carriesFiles(event) && mark(-1));
window.addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault());
window.addEventListener('drop', async (event) => {
    if (carriesFiles(event)) {
        event.preventDefault();
        mark(-inside);
        add(await droppedFiles(event.dataTransfer));
    }
});

workers.watch();
