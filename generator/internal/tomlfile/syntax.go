package tomlfile

import "strings"

// syntaxMessages says in Chinese what go-toml's parser says in English, by how its message begins.
var syntaxMessages = []struct{ english, problem, hint string }{
	{"expected newline", "这一行写完一项后还有多余的内容", "一行只写一项；文字要整个放在双引号里"},
	{"expected '=' after key", "这一项缺等号", "写作 名称 = 值，例如 name = \"智慧停车\""},
	{"invalid character at start of key", "这里应是英文名称", "名称用小写英文字母，例如 name = \"…\"；说明文字前面加 #"},
	{"expected key but reached end", "文件到这里突然结束，还缺名称", "请补全最后一行"},
	{"expected value", "等号后面没有值", "请补上值；文字放在双引号里"},
	{"unexpected character U+0023", "等号后面没有值", "请补上值；文字放在双引号里"}, // a comment
	{"unexpected character U+000A", "等号后面没有值", "请补上值；文字放在双引号里"}, // the line's end
	{"unexpected character U+000D", "等号后面没有值", "请补上值；文字放在双引号里"},
	{"unexpected character", "等号后面的值写法不对", "文字要放在英文双引号里，例如 \"公开招标\"；日期写作 2024-03-05"},
	{"strings must be quoted", "等号后面的值写法不对", "文字要放在英文双引号里，例如 \"公开招标\""},
	{"expected ']' to close", "表的名称缺右方括号", "写作 [estimate]"},
	{"expected ']]' to close", "表的名称缺右方括号", "写作 [[contracts]]"},
	{"array is incomplete", "列表没有写完，缺右方括号", "请检查 [ 和 ] 是否成对"},
	{"expected ',' or ']'", "列表的两项之间缺逗号，或缺右方括号", "请在两项之间加英文逗号"},
	{"inline table is incomplete", "花括号没有配对", "请检查 { 和 } 是否成对"},
	{"expected ',' or '}'", "花括号里两项之间缺逗号，或缺右花括号", "请在两项之间加英文逗号"},
	{"unexpected comma", "花括号里多了一个逗号", "请去掉多余的逗号"},
	{"arrays and inline tables are nested", "括号套得太深", "请按填报说明的层次书写"},
	{"unterminated", "引号没有配对", "请检查文字前后的引号是否成对，是否误用了中文引号"},
	{"multiline literal string not terminated", "引号没有配对", "请检查文字前后的三个引号是否成对"},
	{"multiline basic string not terminated", "引号没有配对", "请检查文字前后的三个引号是否成对"},
	{"too many quotes", "结尾的引号太多", "分行的文字前后各用三个引号"},
	{"basic strings cannot have new lines", "引号没有配对，文字到行末还没有结束", "请检查文字前后的引号是否成对；分行的文字用三个双引号括起来"},
	{"literal strings cannot have new lines", "引号没有配对，文字到行末还没有结束", "请检查文字前后的引号是否成对"},
	{"invalid escape", "双引号里的反斜杠后面写法不对", "反斜杠要写两个，或改用单引号"},
	{"need a character after", "双引号里的反斜杠后面写法不对", "反斜杠要写两个，或改用单引号"},
	{"invalid hexadecimal digit", "双引号里的 \\u 后面写法不对", "直接写汉字即可，不必用 \\u"},
	{"unicode escape", "双引号里的 \\u 后面写法不对", "直接写汉字即可，不必用 \\u"},
	{"escape sequence", "双引号里的 \\u 后面写法不对", "直接写汉字即可，不必用 \\u"},
	{"expected keyword", "等号后面的值写法不对", "是非只能写 true 或 false；文字要放在双引号里"},
	{"expected \"", "等号后面的值写法不对", "数字前面可以有负号，文字要放在英文双引号里"},
	{"expected number after sign", "正负号后面没有数字", "请补上数字，或去掉正负号"},
	{"expected digit", "日期或数字的写法不对", "日期写作 2024-03-05，不加引号"},
	{"integers cannot have leading zeroes", "整数不能以 0 开头", "请去掉前面的 0；编号一类的文字要放在双引号里"},
	{"number must have at least one digit between underscores", "数字里的下划线写法不对", "请去掉下划线"},
	{"sign is not allowed on numbers with a radix prefix", "数字的写法不对", "写成普通的数字，例如 60"},
	{"radix prefix", "数字的写法不对", "写成普通的数字，例如 60"},
	{"exponent must", "小数的写法不对", "写成普通的数字，例如 60"},
	{"decimal point", "小数的写法不对", "金额要写成带单位的文字，例如 \"128.5万元\""},
}

// inChinese translates a message of the parser, and says what to do.
func inChinese(message string) (problem, hint string) {
	for _, m := range syntaxMessages {
		if strings.HasPrefix(message, m.english) {
			return m.problem, m.hint
		}
	}
	return "这里的写法不合 TOML 格式", "请检查这一行和上一行的引号、括号、等号和逗号"
}
