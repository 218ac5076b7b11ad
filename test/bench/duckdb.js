// Runs the statements on stdin, one a line, in an in-memory DuckDB with all its threads, and prints the seconds of each.
const { DuckDBInstance } = require('@duckdb/node-api');
const readline = require('readline');

async function main() {
	const instance = await DuckDBInstance.create(':memory:');
	const connection = await instance.connect();
	for await (const statement of readline.createInterface({ input: process.stdin })) {
		const start = process.hrtime.bigint();
		try {
			await connection.run(statement);
			console.log(Number(process.hrtime.bigint() - start) / 1e9);
		} catch (error) {
			console.log('error ' + error.message.split('\n')[0]);
		}
	}
}
main();
