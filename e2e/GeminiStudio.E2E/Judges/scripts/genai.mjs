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

const weather = { name: 'get_weather', description: 'Current weather of a city', parameters: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, required: ['city'] } };
const history = [{ role: 'user', parts: [{ text: 'How is the weather in Oslo and Lisbon?' }] }];
const calling = await ai.models.generateContent({ model, contents: history, config: { tools: [{ functionDeclarations: [weather] }] } });
history.push(calling.candidates[0].content);
history.push({ role: 'user', parts: calling.functionCalls.map((c) => ({ functionResponse: { id: c.id, name: c.name, response: { output: { temperature: 12 } } } })) });
const called = await ai.models.generateContent({ model, contents: history, config: { tools: [{ functionDeclarations: [weather] }] } });
told.functions = { cities: calling.functionCalls.map((c) => c.args.city), text: called.text };

const search = await ai.models.generateContent({ model, contents: 'Explain how rivers flow', config: { tools: [{ googleSearch: {} }] } });
const grounding = search.candidates[0].groundingMetadata;
told.search = {
  cited: grounding.groundingSupports.every((s) => Buffer.from(search.text).subarray(s.segment.startIndex ?? 0, s.segment.endIndex).toString() === s.segment.text),
  sources: grounding.groundingChunks.map((c) => c.web.uri),
};

const code = await ai.models.generateContent({ model, contents: 'Compute 12 * 12', config: { tools: [{ codeExecution: {} }] } });
told.code = { code: code.executableCode, output: code.codeExecutionResult };

const uploaded = await ai.files.upload({ file: new Blob(['hello world'], { type: 'text/plain' }), config: { displayName: 'note.txt' } });
const described = await ai.models.generateContent({ model, contents: [{ role: 'user', parts: [{ text: 'What is in this file?' }, { fileData: { fileUri: uploaded.uri, mimeType: uploaded.mimeType } }] }] });
await ai.files.delete({ name: uploaded.name });
told.file = { state: uploaded.state, text: described.text };

const picture = await ai.models.generateContent({ model: 'gemini-3.1-flash-image', contents: 'Paint a lighthouse' });
told.picture = picture.candidates[0].content.parts.map((p) => p.inlineData?.mimeType).filter(Boolean);

told.embedding = (await ai.models.embedContent({ model: 'gemini-embedding-001', contents: 'hello world' })).embeddings[0].values.length;

told.tooMany = await failure(() => ai.models.generateContent({ model, contents: '!!error 429 retry 3s' }));
told.invalid = await failure(() => ai.models.generateContent({ model, contents: 'Hi', config: { temperature: 7 } }));
told.unknown = await failure(() => ai.models.generateContent({ model: 'gemini-nope', contents: 'Hi' }));
told.brokenStream = await failure(async () => {
  for await (const _ of await ai.models.generateContentStream({ model, contents: '!!error 503\nHi' })) { /* the failure is what counts */ }
});

console.log(JSON.stringify(told));
