# expect: CoCreation-content LanguageInConstraintComponent
BASE <https://w3id.org/chiiki/id/akane/>
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>

DELETE { <project/1-1/co-creation/1> chiiki:content ?value } INSERT { <project/1-1/co-creation/1> chiiki:content "茜港で祭りを開き、交流を広げる" } WHERE { <project/1-1/co-creation/1> chiiki:content ?value }
