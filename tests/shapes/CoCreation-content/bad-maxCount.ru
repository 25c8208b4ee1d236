# expect: CoCreation-content MaxCountConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

INSERT DATA { <project/1-1/co-creation/1> chiiki:content "茜港で祭りを開く"@ja }
