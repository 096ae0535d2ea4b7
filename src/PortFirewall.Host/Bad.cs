class X { int }
