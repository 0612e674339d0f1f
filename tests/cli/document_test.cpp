#include "cli/document.hpp"

#include <gtest/gtest.h>

namespace robson::cli {
namespace {

const json::Value sample = *json::parse(
    R"({"rows":[{"id":1,"name":"a, \"b\"","deep":{"x":"0.10"},"none":null},{"id":2,"name":"t\tn\n","deep":{"x":"1"},"none":true}],"n":12.50})");

TEST(Document, json_keeps_every_digit) {
  EXPECT_EQ(
      to_json(sample),
      R"({"rows":[{"id":1,"name":"a, \"b\"","deep":{"x":"0.10"},"none":null},{"id":2,"name":"t\tn\n","deep":{"x":"1"},"none":true}],"n":12.50})");
}

TEST(Document, people_get_it_indented) {
  EXPECT_EQ(to_indented_json(*json::parse(R"({"a":[1,{}],"b":[]})")),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}\n");
}

TEST(Document, rows_one_a_line) {
  EXPECT_EQ(to_json_lines({&sample, "rows"}), R"({"id":1,"name":"a, \"b\"","deep":{"x":"0.10"},"none":null})"
                                              "\n"
                                              R"({"id":2,"name":"t\tn\n","deep":{"x":"1"},"none":true})"
                                              "\n");
  EXPECT_EQ(to_json_lines({&sample, ""}), to_json(sample) + '\n');
}

TEST(Document, csv_quotes_what_must_be_quoted) {
  EXPECT_EQ(to_separated({&sample, "rows"}, Separator::comma, true),
            "id,name,deep.x,none\n1,\"a, \"\"b\"\"\",0.10,\n2,\"t\tn\n\",1,true\n");
}

TEST(Document, tsv_has_no_tabs_inside_and_may_go_without_names) {
  EXPECT_EQ(to_separated({&sample, "rows"}, Separator::tab, false), "1\ta, \"b\"\t0.10\t\n2\tt n \t1\ttrue\n");
}

TEST(Document, each_row_has_the_columns_of_all) {
  const auto uneven = *json::parse(R"({"rows":[{"id":1,"detail":{},"z":1},{"id":2,"detail":{"role":"admin"},"z":2}]})");
  EXPECT_EQ(to_separated({&uneven, "rows"}, Separator::comma, true), "id,z,detail.role\n1,1,\n2,2,admin\n");
}

TEST(Document, no_rows_are_no_lines) {
  const auto empty = *json::parse(R"({"rows":[]})");
  EXPECT_EQ(to_separated({&empty, "rows"}, Separator::tab, true), "");
  EXPECT_EQ(to_json_lines({&empty, "rows"}), "");
}

TEST(Document, yaml_nests) {
  EXPECT_EQ(to_yaml(*json::parse(R"({"a":[{"b":"no"},[]],"c":null})")),
            "\"a\":\n  -\n    \"b\": \"no\"\n  - []\n\"c\": null\n");
  EXPECT_EQ(to_yaml(*json::parse("7")), "7\n");
}

TEST(Document, formats_have_names) {
  EXPECT_EQ(format_of("csv"), Format::csv);
  EXPECT_FALSE(format_of("CSV"));
  EXPECT_FALSE(format_of("automatic"));
}

}  // namespace
}  // namespace robson::cli
