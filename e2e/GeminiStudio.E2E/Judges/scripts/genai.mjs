import { GoogleGenAI } from '@google/genai';

const [baseUrl] = process.argv.slice(1);
const ai = new GoogleGenAI({ apiKey: 'a-key-0123456789', httpOptions: { baseUrl } });
const model = 'gemini-3.8-flash';
const told = {};

const failure = async (call) => {
  try {
    await call();
    return null;
  } catch (e) {
    return { name: e.name, status: e.status, message: e.message };
  }
};

told.models = [];
for await (const m of await ai.models.list({ config: { pageSize: 5 } })) told.models.push(m.name);
told.model = (await ai.models.get({ model })).inputTokenLimit;
told.count = (await ai.models.countTokens({ model, contents: 'Twelve words are not needed to count some tokens here' })).totalTokens;

const whole = await ai.models.generateContent({ model, contents: 'What is 12 * 12?' });
told.whole = { text: whole.text, finish: whole.candidates[0].finishReason, usage: whole.usageMetadata, id: whole.responseId };

told.stream = { text: '', chunks: 0 };
for await (const chunk of await ai.models.generateContentStream({ model, contents: 'Write a short poem about the sea' })) {
  told.stream.chunks++;
  told.stream.text += chunk.text ?? '';
  told.stream.finish = chunk.candidates?.[0]?.finishReason ?? told.stream.finish;
  told.stream.usage = chunk.usageMetadata ?? told.stream.usage;
}

const chat = ai.chats.create({ model });
await chat.sendMessage({ message: 'My name is Ada.' });
told.chat = { text: (await chat.sendMessage({ message: 'What is my name?' })).text, turns: chat.getHistory().map((c) => c.role) };

told.system = (await ai.models.generateContent({ model, contents: 'Hello', config: { systemInstruction: 'Answer in French.', temperature: 0, maxOutputTokens: 200 } })).text;

const thinking = await ai.models.generateContent({ model, contents: 'Which is larger, 9.9 or 9.11?', config: { thinkingConfig: { includeThoughts: true, thinkingLevel: 'HIGH' } } });
told.thinking = {
  thoughts: thinking.candidates[0].content.parts.filter((p) => p.thought).length,
  text: thinking.text,
  tokens: thinking.usageMetadata.thoughtsTokenCount,
};

const json = await ai.models.generateContent({
  model,
  contents: 'A person',
  config: { responseMimeType: 'application/json', responseSchema: { type: 'OBJECT', properties: { name: { type: 'STRING' }, age: { type: 'INTEGER' } }, required: ['name', 'age'] } },
});
told.json = JSON.parse(json.text);

told.embedding = (await ai.models.embedContent({ model: 'gemini-embedding-001', contents: 'hello world' })).embeddings[0].values.length;

told.tooMany = await failure(() => ai.models.generateContent({ model, contents: '!!error 429 retry 3s' }));
told.invalid = await failure(() => ai.models.generateContent({ model, contents: 'Hi', config: { temperature: 7 } }));
told.unknown = await failure(() => ai.models.generateContent({ model: 'gemini-nope', contents: 'Hi' }));
told.brokenStream = await failure(async () => {
  for await (const _ of await ai.models.generateContentStream({ model, contents: '!!error 503\nHi' })) { /* the failure is what counts */ }
});

console.log(JSON.stringify(told));
